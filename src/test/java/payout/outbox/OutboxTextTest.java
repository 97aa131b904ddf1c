package payout.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.UnmappableCharacterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.OutboxCharset;

class OutboxTextTest {

  @Test
  void quotes_only_what_needs_it_and_ends_rows_with_a_line_feed() throws IOException {
    assertThat(
            Rendered.text(
                out -> {
                  out.row("plain", "a b", "", "a,b", "a\"b", "a\nb", "a\r\nb", "张三");
                  out.row("", "'", ";", "|");
                }))
        .isEqualTo("plain,a b,,\"a,b\",\"a\"\"b\",\"a\nb\",\"a\r\nb\",张三\n,',;,|\n");
  }

  @Test
  void writes_utf_8_without_a_byte_order_mark() throws IOException {
    assertThat(Rendered.bytes(OutboxCharset.UTF_8, out -> out.row("张", "😀")))
        .isEqualTo("张,😀\n".getBytes(UTF_8));
  }

  @Test
  void writes_utf_8_with_one_byte_order_mark() throws IOException {
    byte[] bytes =
        Rendered.bytes(
            OutboxCharset.UTF_8_BOM,
            out -> {
              out.row("张");
              out.row("a");
            });

    assertThat(bytes).containsExactly(0xEF, 0xBB, 0xBF, 0xE5, 0xBC, 0xA0, 0x0A, 0x61, 0x0A);
  }

  @Test
  void writes_gbk() throws IOException {
    assertThat(Rendered.bytes(OutboxCharset.GBK, out -> out.row("张三", "1")))
        .containsExactly(0xD5, 0xC5, 0xC8, 0xFD, 0x2C, 0x31, 0x0A);
  }

  @Test
  void refuses_a_character_of_the_payer_that_gbk_lacks_and_names_the_place() {
    assertThatThrownBy(
            () -> Rendered.bytes(OutboxCharset.GBK, out -> out.own(7, "payee_name", "王😀")))
        .isInstanceOf(UnencodableValueException.class)
        .hasMessage(
            "Line 7 has a character in payee_name that gbk lacks; set payout.outbox.charset to"
                + " utf-8.");
  }

  @ParameterizedTest
  @EnumSource(OutboxCharset.class)
  void refuses_half_a_character_in_every_charset(OutboxCharset charset) {
    assertThatThrownBy(() -> Rendered.bytes(charset, out -> out.own(7, "remark", "a\uD83D")))
        .isInstanceOf(UnencodableValueException.class);
  }

  @ParameterizedTest
  @EnumSource(OutboxCharset.class)
  void a_value_of_the_payer_is_never_altered(OutboxCharset charset) throws IOException {
    byte[] bytes = Rendered.bytes(charset, out -> out.row(out.own(7, "remark", "=1+2?")));

    assertThat(new String(bytes, UTF_8)).endsWith("=1+2?\n");
  }

  @Test
  void a_character_of_the_gateway_that_gbk_lacks_becomes_a_question_mark() throws IOException {
    byte[] bytes = Rendered.bytes(OutboxCharset.GBK, out -> out.row(out.foreign("余额😀不足\uD83D")));

    assertThat(new String(bytes, Charset.forName("GBK"))).isEqualTo("余额?不足?\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+2", "+1", "-1", "＝x", "＋x", "－x", "＠x", "@a", "\tx", "\rx"})
  void foreign_text_that_starts_like_a_formula_gets_an_apostrophe(String text) throws IOException {
    assertThat(Rendered.text(out -> assertThat(out.foreign(text)).isEqualTo("'" + text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A=1", " =1", "NOT_ENOUGH_AMOUNT", "2026010112345678", "余额不足"})
  void normal_foreign_text_is_not_altered(String text) throws IOException {
    assertThat(Rendered.text(out -> assertThat(out.foreign(text)).isEqualTo(text))).isEmpty();
  }

  @Test
  void a_value_that_passed_the_check_never_becomes_a_question_mark() {
    assertThatThrownBy(() -> Rendered.bytes(OutboxCharset.GBK, out -> out.row("😀")))
        .isInstanceOf(UnmappableCharacterException.class);
  }

  @Test
  void a_failing_stream_causes_an_input_or_output_error() throws IOException {
    OutboxText out = OutboxText.open(new FullDisk(), OutboxCharset.UTF_8);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                out.row("some", "words");
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  @Test
  void flush_writes_every_row_to_the_stream() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OutboxText out = OutboxText.open(bytes, OutboxCharset.UTF_8);
    out.row("a", "b");

    out.flush();

    assertThat(bytes.toString(UTF_8)).isEqualTo("a,b\n");
  }

  @Test
  void a_charset_is_named_as_in_its_setting() {
    assertThat(OutboxCharset.values())
        .extracting(OutboxCharset::toString)
        .containsExactly("utf-8", "utf-8-bom", "gbk");
  }

  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}

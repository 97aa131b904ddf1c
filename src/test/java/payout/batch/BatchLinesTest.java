package payout.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchLinesTest {

  private static final List<PayoutLine> LINES =
      List.of(
          new PayoutLine(2, "A-1", "a@example.com", "张三", new Money(150), ""),
          new PayoutLine(31, "A-2", "13800000000", "\uD842\uDFB7", new Money(1), "工 资"));

  @Test
  void shows_five_fields_a_line_and_not_its_row() {
    assertThat(text(batch(LineCodec.encodeLines(LINES)).records('^', '|')))
        .isEqualTo("A-1^a@example.com^张三^1.50^|A-2^13800000000^\uD842\uDFB7^0.01^工 资");
  }

  @Test
  void no_lines_are_no_text() {
    assertThat(batch(new byte[0]).records('^', '|')).isEmpty();
  }

  @Test
  void a_line_that_is_cut_short_is_refused() {
    byte[] stored = "2\tA-1\ta@example.com\t张".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> batch(stored).records('^', '|'))
        .hasMessage("A row of the ledger is cut short.");
  }

  @Test
  void gives_the_lines_back() {
    assertThat(batch(LineCodec.encodeLines(LINES)).toList()).isEqualTo(LINES);
  }

  @Test
  void shows_no_account_and_no_name() {
    assertThat(batch(LineCodec.encodeLines(LINES))).hasToString("2 lines, 1.51");
  }

  private static BatchLines batch(byte[] stored) {
    return new BatchLines(stored, 2, new Money(151));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

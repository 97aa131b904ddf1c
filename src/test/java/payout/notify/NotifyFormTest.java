package payout.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyFormTest {

  private static final Charset GBK = Charset.forName("GBK");

  /** The sample of section 6.3 as it was before the scan broke its lines. */
  private static final String DOCUMENT_SAMPLE =
      "notify_time=2009-08-12+11%3A08%3A32"
          + "&notify_type=%E4%BA%A4%E6%98%93%E7%8A%B6%E6%80%81%E5%90%8C%E6%AD%A5"
          + "%E9%80%9A%E7%9F%A5%28trade_status_sync%29"
          + "&notify_id=70fec0c2730b27528665af4517c27b95&sign_type=DSA"
          + "&sign=_p_w_l_h_j0b__gd__aejia7n_ko4_m%252Fu_w_jd3_nx_s_k_mxus9_hoxg_y_r_lunli"
          + "_pmma29_t_q%3D%3D"
          + "&batch_no=20100101001&pay_account_no=maomao%40alipay.com"
          + "&&pay_user_id=2088002464631181&pay_user_name=%C3%AB%C3%AB"
          + "&success_details=0315001%5Egonglei1%40handsome.com.cn%5E%E9%BE%9A%E6%9C%AC%E6%9E%97"
          + "%5E20.00%5ES%5Enull%5E200810248427067%5E20081024143652%7C"
          + "&fail_details=0315006%5Exinjie_xj%40163.com%5E%E6%98%9F%E8%BE%B0%E5%85%AC%E5%8F%B81"
          + "%5E20.00%5EF%5ETXN_RESULT_TRANSFER_OUT_CAN_NOT_EQUAL_IN%5E200810248427065"
          + "%5E20081024143651%7C";

  static List<JsonNode> notifies() {
    return Vectors.notifies();
  }

  @ParameterizedTest
  @MethodSource("notifies")
  void returns_the_text_that_another_program_signed(JsonNode vector) throws Exception {
    NotifyForm form = NotifyForm.parse(bytes(vector.get("wire_body_md5").asText()));

    assertThat(form.signedText()).isEqualTo(vector.get("string").asText().getBytes(UTF_8));
    assertThat(form.signType()).isEqualTo("MD5");
    assertThat(form.sign()).isEqualTo(vector.get("signs").get("MD5").asText());
    assertThat(md5(form.signedText())).isEqualTo(form.sign());
  }

  @ParameterizedTest
  @MethodSource("notifies")
  void returns_every_parameter_as_it_was_before_encoding(JsonNode vector) throws Exception {
    NotifyForm form = NotifyForm.parse(bytes(vector.get("wire_body_md5").asText()));

    for (var parameter : vector.get("params").properties()) {
      assertThat(form.text(parameter.getKey(), UTF_8)).isEqualTo(parameter.getValue().asText());
    }
  }

  @Test
  void a_changed_character_invalidates_the_sign() throws Exception {
    String body = Vectors.notify("notify-mixed-utf8").get("wire_body_md5").asText();

    NotifyForm form = NotifyForm.parse(bytes(body.replace("1999.99", "1999.98")));

    assertThat(md5(form.signedText())).isNotEqualTo(form.sign());
  }

  @Test
  void reads_the_documents_own_sample_with_its_empty_segment_and_two_charsets() throws Exception {
    NotifyForm form = NotifyForm.parse(bytes(DOCUMENT_SAMPLE));

    assertThat(form.text("notify_time")).isEqualTo("2009-08-12 11:08:32");
    assertThat(form.text("pay_user_name", GBK)).isEqualTo("毛毛");
    assertThat(form.sign())
        .isEqualTo(
            "_p_w_l_h_j0b__gd__aejia7n_ko4_m%2Fu_w_jd3_nx_s_k_mxus9_hoxg_y_r_lunli_pmma29_t_q==");

    Notification notification = Notification.of(NotifyHead.of(form), form, UTF_8);

    assertThat(notification.head().payUserId()).isEqualTo("2088002464631181");
    assertThat(notification.successes()).extracting(DetailRecord::name).containsExactly("龚本林");
    assertThat(notification.failures()).extracting(DetailRecord::name).containsExactly("星辰公司1");
  }

  @Test
  void sorts_by_name_in_byte_order_and_omits_sign_sign_type_and_empty_values() {
    NotifyForm form =
        NotifyForm.parse(bytes("b=2&sign=x&B=1&_c=3&a.b=4&a=5&ab=&sign_type=RSA&c&%C3%AB=6&sig=7"));

    assertThat(new String(form.signedText(), ISO_8859_1))
        .isEqualTo("B=1&_c=3&a=5&a.b=4&b=2&sig=7&\u00C3\u00AB=6");
  }

  @Test
  void signs_an_unknown_parameter_too() {
    assertThat(signed("zeta=1&new_thing=a%3Db")).isEqualTo("new_thing=a=b&zeta=1");
  }

  @Test
  void the_first_equals_sign_ends_the_name() {
    assertThat(signed("a=b=c==")).isEqualTo("a=b=c==");
  }

  @Test
  void decodes_once_and_never_twice() {
    assertThat(signed("a=%2525&b=%252B")).isEqualTo("a=%25&b=%2B");
  }

  @Test
  void a_plus_is_a_space_and_an_escaped_plus_is_a_plus() {
    assertThat(signed("a=1+2%2B3")).isEqualTo("a=1 2+3");
  }

  @Test
  void escapes_may_be_in_lower_case_and_hold_any_byte() {
    byte[] text = NotifyForm.parse(bytes("a=%e5%BC%00%ff")).signedText();

    assertThat(text).isEqualTo(new byte[] {'a', '=', (byte) 0xE5, (byte) 0xBC, 0, (byte) 0xFF});
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&", "&&&"})
  void an_empty_form_has_no_parameters(String body) {
    NotifyForm form = NotifyForm.parse(bytes(body));

    assertThat(form.signedText()).isEmpty();
    assertThat(form.sign()).isEmpty();
    assertThat(form.signType()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"&a=1&b=2", "a=1&&b=2", "a=1&b=2&", "&&a=1&&&b=2&&"})
  void skips_empty_segments(String body) {
    assertThat(signed(body)).isEqualTo("a=1&b=2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%4", "a=%4&b=1", "a=%zz", "a=%4z", "a=%+1", "%=1", "a=%%41"})
  void refuses_a_malformed_escape(String body) {
    assertRefused(bytes(body), "The notify holds a malformed percent escape.");
  }

  @Test
  void refuses_an_escape_without_ascii_digits() {
    byte[] fullWidth = {'a', '=', '%', (byte) 0xB4, (byte) 0xB1};

    assertRefused(fullWidth, "The notify holds a malformed percent escape.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=1&a=1", "a=1&b=2&%61=3", "a&a", "sign=x&a=1&sign=y", "a=&a=1"})
  void refuses_a_name_that_comes_twice(String body) {
    assertRefused(bytes(body), "A parameter of the notify comes twice.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1", "a=1&=2", "="})
  void refuses_an_empty_name(String body) {
    assertRefused(bytes(body), "A parameter of the notify has no name.");
  }

  @Test
  void takes_200_parameters_and_refuses_201() {
    assertThat(NotifyForm.parse(bytes(parameters(200))).signedText()).isNotEmpty();
    assertRefused(bytes(parameters(201)), "The notify has more than 200 parameters.");
  }

  @Test
  void refuses_a_sign_that_is_not_ascii() {
    NotifyForm form = NotifyForm.parse(bytes("sign=%E5%BC%A0"));

    assertThatThrownBy(form::sign)
        .isInstanceOf(MalformedNotifyException.class)
        .hasMessage("The notify's sign holds characters other than ASCII.");
  }

  @Test
  void decodes_strictly_in_the_requested_charset() throws Exception {
    NotifyForm form = NotifyForm.parse(bytes("utf=%E5%BC%A0&gbk=%D5%C5"));

    assertThat(form.text("utf", UTF_8)).isEqualTo("张");
    assertThat(form.text("gbk", GBK)).isEqualTo("张");
    assertThatThrownBy(() -> form.text("gbk", UTF_8)).isInstanceOf(CharacterCodingException.class);
  }

  private static void assertRefused(byte[] body, String sentence) {
    assertThatThrownBy(() -> NotifyForm.parse(body))
        .isInstanceOf(MalformedNotifyException.class)
        .hasMessage(sentence);
  }

  private static String parameters(int count) {
    return String.join("&", IntStream.range(0, count).mapToObj(i -> "p" + i + "=1").toList());
  }

  private static String signed(String body) {
    return new String(NotifyForm.parse(bytes(body)).signedText(), US_ASCII);
  }

  private static byte[] bytes(String body) {
    return body.getBytes(US_ASCII);
  }

  private static String md5(byte[] text) throws Exception {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    md5.update(text);
    return HexFormat.of().formatHex(md5.digest(Vectors.md5Key().getBytes(US_ASCII)));
  }
}

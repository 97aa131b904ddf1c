package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.BatchLines;
import payout.batch.BatchNo;
import payout.batch.LineCodec;
import payout.batch.Money;
import payout.batch.Payer;
import payout.batch.PayoutLine;
import payout.batch.RequestCharset;

class PayoutRequestTest {

  private static final PayoutLine FIRST = line("A-1", "payee@example.com", "张三", "0.01", "");
  private static final PayoutLine SECOND = line("A-2", "13800000000", "李四", "1999.9", "工资 & b");

  @Test
  void holds_every_parameter_of_the_document() {
    Payer payer = payer("maomao@example.com", "agent^123456", RequestCharset.UTF_8);

    Map<String, String> sent = sent(request(payer, List.of(FIRST, SECOND), "1999.91"));

    Map<String, String> expected = new TreeMap<>();
    expected.put("service", "batch_trans_notify_no_pwd");
    expected.put("partner", "2088002464631181");
    expected.put("_input_charset", "utf-8");
    expected.put("sign_type", "MD5");
    expected.put("notify_url", "https://pay.example.com/alipay/notify");
    expected.put("account_name", "毛毛");
    expected.put("detail_data", "A-1^payee@example.com^张三^0.01^|A-2^13800000000^李四^1999.90^工资 & b");
    expected.put("batch_no", "20260101AbC0001");
    expected.put("batch_num", "2");
    expected.put("batch_fee", "1999.91");
    expected.put("pay_date", "20260101");
    expected.put("email", "payer@example.com");
    expected.put("buyer_account_name", "maomao@example.com");
    expected.put("extend_param", "agent^123456");
    expected.put("sign", sent.get("sign"));
    assertThat(sent).isEqualTo(expected);
    assertThat(sent.get("sign")).matches("[0-9a-f]{32}");
  }

  @Test
  void does_not_send_what_is_empty() {
    PayoutRequest request =
        PayoutRequest.of(
            payer("", "", RequestCharset.GBK),
            new BatchNo("20260101AbC0001"),
            batch(List.of(FIRST), "0.01"),
            "20260101",
            "",
            Vectors.signer(SignType.MD5));

    assertThat(Forms.decode(request.form(), RequestCharset.GBK.charset()))
        .doesNotContainKeys("buyer_account_name", "extend_param", "notify_url")
        .containsEntry("_input_charset", "gbk");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF_8, _input_charset=utf-8",
    "GBK, _input_charset=gbk",
    "GB2312, _input_charset=gb2312",
  })
  void names_its_charset_in_the_address(RequestCharset charset, String query) {
    PayoutRequest request = request(payer("", "", charset), List.of(FIRST), "0.01");

    assertThat(request.query()).isEqualTo(query);
  }

  @ParameterizedTest
  @EnumSource
  void signs_what_it_sends(SignType type) {
    for (RequestCharset charset : RequestCharset.values()) {
      PayoutRequest request =
          PayoutRequest.of(
              payer("", "", charset),
              new BatchNo("20260101AbC0001"),
              batch(List.of(FIRST, SECOND), "1999.91"),
              "20260101",
              "",
              Vectors.signer(type));

      Map<String, String> sent = Forms.decode(request.form(), charset.charset());
      String signed =
          "_input_charset="
              + charset
              + "&account_name=毛毛&batch_fee=1999.91&batch_no=20260101AbC0001&batch_num=2"
              + "&detail_data=A-1^payee@example.com^张三^0.01^"
              + "|A-2^13800000000^李四^1999.90^工资 & b"
              + "&email=payer@example.com&partner=2088002464631181&pay_date=20260101"
              + "&service=batch_trans_notify_no_pwd";
      assertThat(sent).containsEntry("sign_type", type.name());
      assertThat(Vectors.signer(type).verify(signed.getBytes(charset.charset()), sent.get("sign")))
          .isTrue();
    }
  }

  @Test
  void refuses_a_total_that_its_lines_do_not_add_up_to() {
    assertInvalid("batch_fee is not the sum of the records.", "1999.90", FIRST, SECOND);
    assertInvalid("batch_fee is not the sum of the records.", "1999.92", FIRST, SECOND);
  }

  @Test
  void refuses_no_lines_and_too_many() {
    assertInvalid("Record 1 has 1 fields, not 5.", "0.00");
    List<PayoutLine> lines = lines(1001);
    assertThatThrownBy(() -> request(payer("", "", RequestCharset.UTF_8), lines, "10.01"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("detail_data holds more than 1000 records.");
  }

  @Test
  void accepts_a_thousand_lines() {
    Map<String, String> sent =
        sent(request(payer("", "", RequestCharset.UTF_8), lines(1000), "10.00"));

    assertThat(sent).containsEntry("batch_num", "1000").containsEntry("batch_fee", "10.00");
    assertThat(sent.get("detail_data").split("\\|")).hasSize(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a^b", "^"})
  void refuses_a_field_that_holds_the_separator_of_fields(String name) {
    assertInvalid(
        "Record 2 has 6 fields, not 5.", "0.02", FIRST, line("A-2", "a@b.cn", name, "0.01", ""));
  }

  @Test
  void refuses_a_field_that_contains_a_record() {
    PayoutLine two = line("A-2", "a@b.cn", "n", "0.01", "x|A-3^thief@b.cn^n^0.01^");

    assertInvalid("batch_num is not the number of records.", "0.03", FIRST, two);
    assertInvalid("batch_num is not the number of records.", "0.02", FIRST, two);
    assertInvalid(
        "Record 1 has 3 fields, not 5.", "0.01", line("A-1", "a@b.cn", "a|b", "0.01", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\0", "\u001B", "\u007F"})
  void refuses_a_control_character(String control) {
    assertInvalid(
        "Record 1 holds a control character.",
        "0.01",
        line("A-1", "a@b.cn", "n", "0.01", "x" + control + "y"));
  }

  @Test
  void refuses_an_incomplete_record() {
    assertInvalid("Record 1 lacks its field 1.", "0.01", line("", "a@b.cn", "n", "0.01", "r"));
    assertInvalid("Record 1 lacks its field 2.", "0.01", line("A-1", "", "n", "0.01", "r"));
    assertInvalid("Record 1 lacks its field 3.", "0.01", line("A-1", "a@b.cn", "", "0.01", "r"));
    assertInvalid("Record 1 has an amount of zero.", "0.00", line("A-1", "a@b.cn", "n", "0", "r"));
  }

  @ParameterizedTest
  @CsvSource({
    "a^b^c^1^, 1, 1.00, ",
    "a^b^c^1.5^|a^b^c^2.25^r, 2, 3.75, ",
    "a^b^c^1^|, 2, 1.00, 'Record 2 has 1 fields, not 5.'",
    "a^b^c^1^, 2, 1.00, batch_num is not the number of records.",
    "a^b^c^1^, 01, 1.00, batch_num is not the number of records.",
    "a^b^c^1^, 1, 1.0, batch_fee is not the sum of the records.",
    "a^b^c^1^, 1, 1, batch_fee is not the sum of the records.",
    "a^b^c^-1^, 1, -1.00, Record 1 has no amount in its field 4.",
    "a^b^c^1e2^, 1, 100.00, Record 1 has no amount in its field 4.",
    "a^b^c^１^, 1, 1.00, Record 1 has no amount in its field 4.",
    "a^b^c^1.005^, 1, 1.01, Record 1 has no amount in its field 4.",
  })
  void reads_the_totals_from_the_text(String detail, String count, String fee, String fault) {
    if (fault == null) {
      check(detail, count, fee);
    } else {
      assertThatThrownBy(() -> check(detail, count, fee))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessage(fault);
    }
  }

  private static void check(String detail, String count, String fee) {
    byte[] bytes = detail.getBytes(StandardCharsets.UTF_8);
    RequestTotals.check(bytes, RequestCharset.UTF_8, count, fee);
  }

  @Test
  void refuses_a_control_character_of_two_bytes() {
    assertThatThrownBy(() -> check("a^b^c^1^x\u0085y", "1", "1.00"))
        .hasMessage("Record 1 holds a control character.");
    check("a^b^c^1^x\u00A0y", "1", "1.00");
  }

  /** The second byte of a GBK character may equal a separator. */
  @ParameterizedTest
  @ValueSource(strings = {"乛", "亅", "癪", "皘"})
  void a_character_that_ends_like_a_separator_is_no_separator(String name) {
    Payer payer = payer("", "", RequestCharset.GBK);

    Map<String, String> sent =
        sent(request(payer, List.of(line("A-1", "a@b.cn", name, "0.01", name)), "0.01"));

    assertThat(sent).containsEntry("detail_data", "A-1^a@b.cn^" + name + "^0.01^" + name);
  }

  /** Such a ledger is damaged, so nothing of the batch is sent. */
  @ParameterizedTest
  @CsvSource({
    "1>A>b>c>1.00>x>y/, 'Record 1 has 6 fields, not 5.'",
    "1>A>b>c>1.00>x/y/, batch_num is not the number of records.",
    "1>A>b>c>1.00/, 'Record 1 has 4 fields, not 5.'",
    "A/, 'Record 1 has 1 fields, not 5.'",
    "1>A>b>c>1.00>x, A row of the ledger is cut short.",
  })
  void refuses_rows_that_the_ledger_never_wrote(String stored, String fault) {
    byte[] bytes = stored.replace('>', '\t').replace('/', '\n').getBytes(StandardCharsets.UTF_8);
    BatchLines lines = new BatchLines(bytes, 2, Money.parse("1.00"));

    assertThatThrownBy(() -> request(payer("", "", RequestCharset.UTF_8), lines)).hasMessage(fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "c1bf",
        "c2",
        "c25e",
        "e09f80",
        "e4b8",
        "e4b85e",
        "eda080",
        "f08f8080",
        "f4908080",
        "f5808080",
        "ff"
      })
  void refuses_bytes_that_are_not_text(String hex) {
    byte[] name = HexFormat.of().parseHex(hex);
    byte[] start = "1\tA\tb\t".getBytes(StandardCharsets.UTF_8);
    byte[] rest = "\t1.00\t\n".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    row.writeBytes(start);
    row.writeBytes(name);
    row.writeBytes(rest);
    BatchLines lines = new BatchLines(row.toByteArray(), 1, Money.parse("1.00"));

    assertThatThrownBy(() -> request(payer("", "", RequestCharset.UTF_8), lines))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("Record 1 holds bytes that are not text in utf-8.");
    assertThatThrownBy(() -> request(payer("", "", RequestCharset.GBK), lines))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Property(tries = 500)
  void accepts_exactly_what_java_decodes(@ForAll @Size(max = 6) byte[] bytes) {
    RequestCharset charset = RequestCharset.UTF_8;
    boolean sound = true;
    for (int at = 0; at < bytes.length && sound; ) {
      int width = new CharacterWidth(bytes, charset).width(at);
      sound = width != CharacterWidth.NONE;
      at += Math.max(width, bytes[at] < 0 && width == CharacterWidth.CONTROL ? 2 : 1);
    }

    assertThat(sound)
        .isEqualTo(
            Arrays.equals(
                bytes, new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void refuses_a_character_that_the_charset_lacks() {
    assertThatThrownBy(
            () ->
                request(
                    payer("", "", RequestCharset.GB2312),
                    List.of(line("A-1", "a@b.cn", "朱镕基", "0.01", "")),
                    "0.01"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("The parameter detail_data holds a character that GB2312 cannot encode.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026-01-01", "2026011", "２０２６０１０１"})
  void refuses_a_malformed_date(String payDate) {
    assertThatThrownBy(
            () ->
                PayoutRequest.of(
                    payer("", "", RequestCharset.UTF_8),
                    new BatchNo("20260101AbC0001"),
                    batch(List.of(FIRST), "0.01"),
                    payDate,
                    "",
                    Vectors.signer(SignType.MD5)))
        .hasMessage("pay_date is not a day of the form yyyyMMdd.");
  }

  @Test
  void shows_no_account_and_no_name() {
    assertThat(request(payer("", "", RequestCharset.UTF_8), List.of(FIRST), "0.01"))
        .hasToString("request of batch 20260101AbC0001");
  }

  @Property(tries = 200)
  void its_total_is_the_sum_of_its_lines_and_nothing_else_passes(
      @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 1, max = 100_000_000) Long> fens,
      @ForAll @LongRange(min = 1, max = 1000) long off) {
    List<PayoutLine> lines = new ArrayList<>();
    long sum = 0;
    for (long fen : fens) {
      lines.add(new PayoutLine(1, "S" + lines.size(), "a@b.cn", "n", new Money(fen), ""));
      sum += fen;
    }
    Payer payer = payer("", "", RequestCharset.GBK);
    String total = "%d.%02d".formatted(sum / 100, sum % 100);
    String wrong = "%d.%02d".formatted((sum + off) / 100, (sum + off) % 100);

    assertThat(sent(request(payer, lines, total)))
        .containsEntry("batch_fee", total)
        .containsEntry("batch_num", "" + fens.size());
    assertThatThrownBy(() -> request(payer, lines, wrong))
        .isInstanceOf(InvalidRequestException.class);
  }

  private static void assertInvalid(String fault, String total, PayoutLine... lines) {
    for (RequestCharset charset : RequestCharset.values()) {
      assertThatThrownBy(() -> request(payer("", "", charset), List.of(lines), total))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessage(fault);
    }
  }

  private static PayoutRequest request(Payer payer, List<PayoutLine> lines, String total) {
    return request(payer, batch(lines, total));
  }

  private static PayoutRequest request(Payer payer, BatchLines lines) {
    return PayoutRequest.of(
        payer,
        new BatchNo("20260101AbC0001"),
        lines,
        "20260101",
        "https://pay.example.com/alipay/notify",
        Vectors.signer(SignType.MD5));
  }

  private static BatchLines batch(List<PayoutLine> lines, String total) {
    return new BatchLines(LineCodec.encodeLines(lines), lines.size(), Money.parse(total));
  }

  private static Map<String, String> sent(PayoutRequest request) {
    String charset = request.query().substring(request.query().indexOf('=') + 1);
    assertThat(
            StandardCharsets.US_ASCII
                .newEncoder()
                .canEncode(new String(request.form(), StandardCharsets.ISO_8859_1)))
        .isTrue();
    return Forms.decode(request.form(), Charset.forName(charset));
  }

  private static Payer payer(String buyer, String extend, RequestCharset charset) {
    return new Payer(
        "2088002464631181",
        "payer@example.com",
        "毛毛",
        buyer,
        extend,
        "https://mapi.alipay.com/gateway.do",
        charset);
  }

  private static List<PayoutLine> lines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> line("S" + i, "payee" + i + "@example.com", "张三", "0.01", "r"))
        .toList();
  }

  private static PayoutLine line(
      String serial, String account, String name, String amount, String remark) {
    return new PayoutLine(1, serial, account, name, Money.parse(amount), remark);
  }
}

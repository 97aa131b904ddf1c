package payout.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PostChecksTest {
  private static GatewaySimulator gateway;
  private static Merchant merchant;

  private final String batchNo = Merchant.newBatchNo();
  private final Map<String, String> request = merchant.request(batchNo, "http://127.0.0.1:1/n");

  @BeforeAll
  static void start() {
    gateway =
        GatewaySimulator.start(
            SimulatorConfig.sandbox(Merchant.HOME, SignType.MD5)
                .lineAmountMax(new BigDecimal("100000.00"))
                .scheduleScale(BigDecimal.ONE));
    merchant = new Merchant(gateway, SignType.MD5, "utf-8");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private interface Change extends Consumer<Map<String, String>> {}

  private static Arguments set(String name, String value, String code) {
    Change change = params -> params.put(name, value);
    return arguments(name + "=" + (value.length() > 40 ? value.length() : value), change, code);
  }

  private static Arguments drop(String name, String code) {
    Change change = params -> params.remove(name);
    return arguments("no " + name, change, code);
  }

  private static Arguments line(String line, String code) {
    Change change =
        params -> {
          params.put("detail_data", line);
          params.put("batch_num", "1");
          params.put("batch_fee", "1.00");
        };
    return arguments(line.length() > 60 ? line.length() + " letters" : line, change, code);
  }

  static Stream<Arguments> faulty() {
    return Stream.of(
        set("service", "batch_trans_notify", "ILLEGAL_SERVICE"),
        drop("service", "ILLEGAL_SERVICE"),
        set("partner", "2088002464631182", "ILLEGAL_PARTNER"),
        set("partner", "208800246463118", "ILLEGAL_PARTNER"),
        drop("partner", "ILLEGAL_PARTNER"),
        set("_input_charset", "gbk", "ILLEGAL_CHARSET"),
        drop("_input_charset", "ILLEGAL_CHARSET"),
        set("sign_type", "md5", "ILLEGAL_SIGN_TYPE"),
        set("sign_type", "RSA", "ILLEGAL_SIGN_TYPE"),
        drop("sign_type", "ILLEGAL_SIGN_TYPE"),
        set("sign", "0123456789abcdef0123456789abcdef", "ILLEGAL_SIGN"),
        set("sign", "", "ILLEGAL_SIGN"),
        set("unknown_name", "1", "ILLEGAL_ARGUMENT"),
        set("notify_url", "http://127.0.0.1:1/n?a=b", "ILLEGAL_ARGUMENT"),
        set("notify_url", "ftp://127.0.0.1/n", "ILLEGAL_ARGUMENT"),
        drop("account_name", "baccountNameIsNull"),
        drop("email", "emaillsNull"),
        drop("detail_data", "detailDataIsNull"),
        drop("batch_no", "batchNoIsNull"),
        set("batch_no", "2026010100", "BATCH_NO_ERROR"),
        set("batch_no", "2026010100-1", "BATCH_NO_ERROR"),
        set("batch_no", "1".repeat(33), "BATCH_NO_ERROR"),
        drop("batch_num", "batchNumsIsNull"),
        set("batch_num", "0", "TOTAL_NUMS_LIMIT"),
        set("batch_num", "1001", "TOTAL_NUMS_LIMIT"),
        set("batch_num", "+3", "TOTAL_NUMS_LIMIT"),
        set("batch_num", "2", "BATCH_COUNT_ADD_NOT_MATCH_AMOUNT"),
        drop("batch_fee", "batchFeesIsNull"),
        set("batch_fee", "2020.5", "batchFeelllegal"),
        set("batch_fee", "2020.500", "batchFeelllegal"),
        set("batch_fee", "2020.51", "BATCH_MONEY_ADD_NOT_MATCH_AMOUNT"),
        drop("pay_date", "payDateIsNull"),
        set("pay_date", "20080107", "ILLEGAL_ARGUMENT"),
        set("extend_param", "agent", "ILLEGAL_ARGUMENT"),
        set("extend_param", "agent^1|", "ILLEGAL_ARGUMENT"),
        set("extend_param", "agent^" + "1".repeat(195), "ILLEGAL_ARGUMENT"),
        line("1^a@example.com^张三^1.00", "ILLEGAL_CONTENT_FORMAT"),
        line("1^a@example.com^张三^1.00^a^b", "ILLEGAL_CONTENT_FORMAT"),
        line("1^a@example.com^张三^1.00^a|", "ILLEGAL_CONTENT_FORMAT"),
        line("1^a@example.com^张三^1.00^a\nb", "ILLEGAL_CONTENT_FORMAT"),
        line("^a@example.com^张三^1.00^", "ILLEGAL_CONTENT_FORMAT"),
        line("1".repeat(33) + "^a@example.com^张三^1.00^", "ILLEGAL_CONTENT_FORMAT"),
        line("1^^张三^1.00^", "ILLEGAL_CONTENT_FORMAT"),
        line("1^1380000000^张三^1.00^", "ILLEGAL_CONTENT_FORMAT"),
        line("1^" + "a".repeat(88) + "@example.com^张三^1.00^", "ILLEGAL_CONTENT_FORMAT"),
        line("1^a@example.com^^1.00^", "ILLEGAL_CONTENT_FORMAT"),
        line("1^a@example.com^" + "张".repeat(43) + "^1.00^", "ILLEGAL_CONTENT_FORMAT"),
        line("1^a@example.com^张三^1.00^" + "张".repeat(67), "ILLEGAL_CONTENT_FORMAT"),
        line("1^a@example.com^张三^^", "AMOUNT_FORMAT_ERROR"),
        line("1^a@example.com^张三^0.00^", "AMOUNT_FORMAT_ERROR"),
        line("1^a@example.com^张三^-1.00^", "AMOUNT_FORMAT_ERROR"),
        line("1^a@example.com^张三^1e2^", "AMOUNT_FORMAT_ERROR"),
        line("1^a@example.com^张三^01.00^", "AMOUNT_FORMAT_ERROR"),
        line("1^a@example.com^张三^1.001^", "AMOUNT_FORMAT_ERROR"),
        line("1^a@example.com^张三^１.00^", "AMOUNT_FORMAT_ERROR"),
        line("1^a@example.com^张三^100000.01^", "MAX_SINGLE_FEE"),
        line("1^a@example.com^张^1^|1^b@example.com^李^1^", "DETAIL_OUT_BIZ_NO_REPEATE"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("faulty")
  void refuses(String what, Change change, String code) throws Exception {
    change.accept(request);

    String answer = merchant.post(request);

    assertThat(answer)
        .isEqualTo(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><alipay><is_success>F</is_success>"
                + ("<error>" + code + "</error></alipay>"));
    assertThat(gateway.book().batch(batchNo)).isEmpty();
  }

  static Stream<Arguments> valid() {
    return Stream.of(
        drop("notify_url", ""),
        set("_input_charset", "UTF-8", ""),
        set("extend_param", "agent^123456", ""),
        set("extend_param", "a^1|b^2", ""),
        set("email", "", "buyer_account_name wins"),
        line("s" + "1".repeat(31) + "^13800000000^J O'Neil & Söhne+%^1^" + "张".repeat(66), ""),
        line("soundlimit^" + "a".repeat(87) + "@example.com^" + "张".repeat(42) + "^1.0^", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valid")
  void takes(String what, Change change, String note) throws Exception {
    request.put("buyer_account_name", "payer@example.com");
    change.accept(request);

    assertThat(merchant.post(request)).contains("<is_success>T<", "<error>SUCCESS<");
  }

  @Test
  void refuses_a_repeated_parameter() throws Exception {
    String form = merchant.form(merchant.signed(request)) + "&batch_no=" + batchNo;

    HttpResponse<byte[]> answer = merchant.sendForm("?_input_charset=utf-8", form);

    assertThat(Merchant.text(answer)).contains(">ILLEGAL_ARGUMENT<");
  }

  @Test
  void refuses_an_invalid_form() throws Exception {
    String form = merchant.form(merchant.signed(request));
    String query = "?_input_charset=utf-8";

    assertThat(Merchant.text(merchant.send(query, "text/plain", form)))
        .contains(">ILLEGAL_ARGUMENT<");
    assertThat(Merchant.text(merchant.sendForm(query, form + "&x=%F"))).contains(">ILLEGAL_ARG");
    assertThat(Merchant.text(merchant.sendForm(query, form + "&x=%FF"))).contains(">ILLEGAL_ARG");
    assertThat(Merchant.text(merchant.sendForm(query, ""))).contains(">ILLEGAL_SERVICE<");
  }

  @Test
  void refuses_a_get_and_a_batch_in_the_address() throws Exception {
    String form = merchant.form(merchant.signed(request));

    String got = Merchant.text(Merchant.get(gateway.gatewayUrl() + "?" + form));

    assertThat(got).contains("encoding=\"GBK\"", ">F<", ">ILLEGAL_ARGUMENT<");
    assertThat(Merchant.text(merchant.sendForm("?_input_charset=utf-8&service=x", form)))
        .contains(">ILLEGAL_ARGUMENT<");
    assertThat(gateway.book().batch(batchNo)).isEmpty();
  }

  @Test
  void decodes_by_the_charset_of_the_address_and_as_gbk_without_one() throws Exception {
    String form = merchant.form(merchant.signed(request));

    assertThat(Merchant.text(merchant.sendForm("", form))).contains("encoding=\"GBK\"", ">F<");
    assertThat(Merchant.text(merchant.sendForm("?_input_charset=gbk", form)))
        .contains("encoding=\"gbk\"", ">F<");
    assertThat(Merchant.text(merchant.sendForm("?_input_charset=latin1", form)))
        .contains("encoding=\"GBK\"", ">ILLEGAL_CHARSET<");
    Merchant gbk = new Merchant(gateway, SignType.MD5, "gbk");
    String gbkForm = gbk.form(gbk.signed(gbk.request(batchNo, "")));
    assertThat(Merchant.text(gbk.sendForm("", gbkForm))).contains("encoding=\"GBK\"", ">T<");
  }

  @Test
  void reports_a_known_number_before_it_checks_money_or_dates() throws Exception {
    assertThat(merchant.post(request)).contains(">T<");
    Map<String, String> again = new LinkedHashMap<>(request);
    again.put("batch_fee", "1.00");
    again.put("pay_date", "20080107");

    assertThat(merchant.post(again)).contains(">BATCH_NO_NOT_UNIQUE<");
    again.put("sign", "wrong");
    assertThat(merchant.post(again)).contains(">ILLEGAL_SIGN<");
    assertThat(gateway.book().postsOf(batchNo)).hasSize(3);
    assertThat(gateway.book().timesPosted(batchNo + "-1")).isEqualTo(3);
  }

  @Test
  void a_number_stays_known_after_total_failure_but_not_after_a_refusal() throws Exception {
    String failing = Merchant.line(batchNo, "FAIL_ALL", "1.00");
    Map<String, String> sunk =
        merchant.request(batchNo, "", failing, Merchant.line(batchNo + "x", "张三", "1.00"));
    sunk.put("batch_fee", "1.00");
    assertThat(merchant.post(sunk)).contains(">BATCH_MONEY_ADD_NOT_MATCH_AMOUNT<");
    sunk.put("batch_fee", "2.00");

    assertThat(merchant.post(sunk)).contains(">T<");
    assertThat(merchant.post(sunk)).contains(">BATCH_NO_NOT_UNIQUE<");
    assertThat(gateway.book().batch(batchNo).orElseThrow().paidLines()).isEmpty();
  }

  @Test
  void a_paid_serial_is_used_and_a_failed_one_may_be_sent_again() throws Exception {
    assertThat(merchant.post(request)).contains(">T<");
    String paid = Merchant.line(batchNo + "-1", "张三", "0.01");
    String failed = Merchant.line(batchNo + "-2", "李四", "1999.99");

    Map<String, String> twice = merchant.request(Merchant.newBatchNo(), "", paid, failed);
    Map<String, String> retry = merchant.request(Merchant.newBatchNo(), "", failed);

    assertThat(merchant.post(twice)).contains(">TRANS_NO_NOT_UNIQUE<");
    assertThat(merchant.post(retry)).contains(">T<");
  }

  @Test
  void pays_no_more_than_the_balance() throws Exception {
    gateway.balance(new BigDecimal("2020.49"));
    assertThat(merchant.post(request)).contains(">NOT_ENOUGH_AMOUNT<");

    gateway.balance(new BigDecimal("2020.50"));
    assertThat(merchant.post(request)).contains(">T<");

    assertThat(gateway.book().balance()).isEqualByComparingTo("1999.99");
    gateway.balance(new BigDecimal("1000000.00"));
  }

  @Test
  void takes_a_thousand_long_lines_and_not_one_more() throws Exception {
    String[] lines = new String[1000];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = batchNo + "-" + i + "^13800000000^" + "张".repeat(42) + "^1^" + "资".repeat(66);
    }
    Map<String, String> large = merchant.request(batchNo, "", lines);
    assertThat(merchant.form(large).length()).isGreaterThan(950_000);

    assertThat(merchant.post(large)).contains(">T<");
    assertThat(gateway.book().batch(batchNo).orElseThrow().paidLines()).hasSize(1000);
  }
}

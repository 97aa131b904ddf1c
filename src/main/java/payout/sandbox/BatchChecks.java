package payout.sandbox;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The second half of the checks (table 4-1, business parameters). A known batch number is reported
 * before anything about money or dates: a batch that is sent again must be answered as already
 * taken.
 */
final class BatchChecks {
  static final int LINES_MAX = 1000;
  static final int EXTEND_PARAM_MAX = 200;

  private static final Pattern FEE = Pattern.compile("(0|[1-9][0-9]{0,14})\\.[0-9]{2}");
  private static final Pattern EXTEND = Pattern.compile("[^^|]+\\^[^^|]+(\\|[^^|]+\\^[^^|]+)*");

  private final Book book;
  private final LineChecks lineChecks;
  private final Clock clock;

  BatchChecks(Book book, LineChecks lineChecks, Clock clock) {
    this.book = book;
    this.lineChecks = lineChecks;
    this.clock = clock;
  }

  PayRequest check(Map<String, String> params, String charsetName) {
    String batchNo = batchNo(params);
    String accountName = required(params, "account_name", "baccountNameIsNull");
    payer(params);
    String notifyUrl = notifyUrl(params.getOrDefault("notify_url", ""));
    extendParam(params.getOrDefault("extend_param", ""));
    payDate(required(params, "pay_date", "payDateIsNull"));
    String details = required(params, "detail_data", "detailDataIsNull");
    int count = count(required(params, "batch_num", "batchNumsIsNull"));
    BigDecimal fee = fee(required(params, "batch_fee", "batchFeesIsNull"));
    Charset charset = Charsets.named(charsetName);
    List<PayLine> lines = lineChecks.check(details, charset);
    totals(lines, count, fee);
    book.refuseUnlessPayable(lines, fee);
    return new PayRequest(batchNo, charsetName, notifyUrl, accountName, details, lines, fee);
  }

  private String batchNo(Map<String, String> params) {
    String batchNo = required(params, "batch_no", "batchNoIsNull");
    boolean valid = batchNo.matches("[0-9A-Za-z]{11,32}");
    Refusal.unless(valid, "BATCH_NO_ERROR", "batch_no is not 11 to 32 letters or digits");
    boolean fresh = book.batch(batchNo).isEmpty();
    Refusal.unless(fresh, "BATCH_NO_NOT_UNIQUE", "batch_no was taken before");
    return batchNo;
  }

  private static void payer(Map<String, String> params) {
    String alias = params.getOrDefault("buyer_account_name", "");
    String payer = alias.isEmpty() ? params.getOrDefault("email", "") : alias;
    Refusal.unless(!payer.isEmpty(), "emaillsNull", "no email and no buyer_account_name");
  }

  private static String notifyUrl(String url) {
    if (url.isEmpty()) {
      return url;
    }
    try {
      URI uri = URI.create(url);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null;
      argument(http && plain && uri.getHost() != null, "notify_url is not a plain http address");
      return url;
    } catch (IllegalArgumentException e) {
      throw new Refusal("ILLEGAL_ARGUMENT", "notify_url is not an address");
    }
  }

  private static void extendParam(String value) {
    boolean valid = value.isEmpty() || EXTEND.matcher(value).matches();
    argument(valid && value.length() <= EXTEND_PARAM_MAX, "extend_param is not name^value|…");
  }

  private void payDate(String value) {
    String today =
        LocalDate.now(clock.withZone(China.ZONE)).format(DateTimeFormatter.BASIC_ISO_DATE);
    argument(value.equals(today), "pay_date is not today in China");
  }

  private static int count(String value) {
    boolean valid = value.matches("[1-9][0-9]{0,3}") && Integer.parseInt(value) <= LINES_MAX;
    Refusal.unless(valid, "TOTAL_NUMS_LIMIT", "batch_num is not 1 to 1000");
    return Integer.parseInt(value);
  }

  private static BigDecimal fee(String value) {
    Refusal.unless(FEE.matcher(value).matches(), "batchFeelllegal", "batch_fee has a wrong form");
    return new BigDecimal(value);
  }

  private static void totals(List<PayLine> lines, int count, BigDecimal fee) {
    boolean counted = lines.size() == count;
    Refusal.unless(
        counted, "BATCH_COUNT_ADD_NOT_MATCH_AMOUNT", "batch_num is not the number of" + " lines");
    BigDecimal sum = lines.stream().map(PayLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    boolean summed = sum.compareTo(fee) == 0;
    Refusal.unless(summed, "BATCH_MONEY_ADD_NOT_MATCH_AMOUNT", "batch_fee is not the sum");
  }

  private static String required(Map<String, String> params, String name, String code) {
    String value = params.getOrDefault(name, "");
    Refusal.unless(!value.isEmpty(), code, name + " is missing");
    return value;
  }

  private static void argument(boolean valid, String why) {
    Refusal.unless(valid, "ILLEGAL_ARGUMENT", why);
  }

  /** A request that passed every check: what the gateway takes. */
  record PayRequest(
      String batchNo,
      String charset,
      String notifyUrl,
      String accountName,
      String details,
      List<PayLine> lines,
      BigDecimal amount) {}
}

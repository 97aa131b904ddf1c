package payout.config;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import payout.batch.RequestCharset;

/** The forms of what the gateway's document says about the payer and the request. */
final class PayerForms {

  private static final int EXTEND_PARAM_MAX = 200;
  private static final Pattern PARTNER = Pattern.compile("2088[0-9]{12}");
  private static final Pattern MD5_KEY = Pattern.compile("[0-9A-Za-z]{32}");
  private static final Pattern PAIR = Pattern.compile("[^^|]+\\^[^^|]+");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private PayerForms() {}

  static Form<String> partner() {
    return Forms.text("16 digits that start with 2088", text -> PARTNER.matcher(text).matches());
  }

  /**
   * An account or a name. The separators of the document have no escape, so they cannot be in it.
   */
  static Form<String> name() {
    return Forms.text(
        "a text without control characters, ^ and |",
        text -> isClean(text) && text.indexOf('^') < 0 && text.indexOf('|') < 0);
  }

  static Form<String> extendParam() {
    return Forms.text(
        "name^value, several of them parted by |, at most "
            + EXTEND_PARAM_MAX
            + " characters together",
        PayerForms::isExtendParam);
  }

  static Form<RequestCharset> charset() {
    String allowed =
        Arrays.stream(RequestCharset.values())
            .map(RequestCharset::toString)
            .collect(Collectors.joining(", "))
            .replaceFirst(", ([^,]*)$", " or $1");
    return Form.of(
        allowed, text -> RequestCharset.of(text).orElseThrow(RefusedValueException::new));
  }

  static Form<String> md5Key() {
    return Forms.text("32 letters or digits", PayerForms::isMd5Key);
  }

  static boolean isMd5Key(String text) {
    return MD5_KEY.matcher(text).matches();
  }

  private static boolean isExtendParam(String text) {
    if (!isClean(text) || text.codePointCount(0, text.length()) > EXTEND_PARAM_MAX) {
      return false;
    }
    return Arrays.stream(text.split("\\|", -1)).allMatch(pair -> PAIR.matcher(pair).matches());
  }

  private static boolean isClean(String text) {
    return !CONTROL.matcher(text).find() && text.indexOf('\uFFFD') < 0;
  }
}

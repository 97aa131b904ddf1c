package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.OWN_FILE;

import java.net.URI;
import java.nio.charset.CharsetEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import payout.batch.Payer;
import payout.batch.RequestCharset;

/**
 * Who pays: the settings of the domain's own record, {@link Payer}. Their forms are those of the
 * gateway's document, whose separators have no escape and so cannot be in a text.
 */
final class PayerSettings {

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  static final Section SECTION = new Section(PayerSettings::check);

  static final Setting<String> PARTNER =
      SECTION.add(
          "payout.partner",
          Section.NO_DEFAULT,
          Form.text("16 digits that start with 2088", text -> text.matches("2088[0-9]{12}")),
          OWN_FILE,
          "The partner number that the gateway gave the paying company.");

  static final Setting<String> EMAIL =
      SECTION.add(
          "payout.email",
          Section.NO_DEFAULT,
          name(),
          OWN_FILE,
          "The account that pays, as it is known to the gateway.");

  static final Setting<String> ACCOUNT_NAME =
      SECTION.add(
          "payout.account-name",
          Section.NO_DEFAULT,
          name(),
          OWN_FILE,
          "The name of the account that pays, exactly as the gateway knows it.");

  static final Setting<String> BUYER_ACCOUNT_NAME =
      SECTION.add(
          "payout.buyer-account-name",
          Section.EMPTY,
          name(),
          OWN_FILE,
          "An alias of the account that pays; the gateway prefers it to payout.email.");

  static final Setting<String> EXTEND_PARAM =
      SECTION.add(
          "payout.extend-param",
          Section.EMPTY,
          extendParam(),
          OWN_FILE,
          "Extra parameters that were agreed with the gateway.");

  static final Setting<RequestCharset> CHARSET =
      SECTION.add(
          "payout.charset",
          "utf-8",
          charset(),
          OPEN,
          "The charset of the requests to the gateway; limits in bytes are counted in it.");

  private PayerSettings() {}

  /** The payer; what is not set is empty. */
  static Payer read(Values values, URI gateway) {
    return new Payer(
        values.text(PARTNER),
        values.text(EMAIL),
        values.text(ACCOUNT_NAME),
        values.text(BUYER_ACCOUNT_NAME),
        values.text(EXTEND_PARAM),
        gateway.toString(),
        values.of(CHARSET));
  }

  /** A missing character would be sent as a question mark: another account, or none. */
  private static void check(Values values, Faults faults) {
    values
        .find(CHARSET)
        .ifPresent(
            charset -> {
              CharsetEncoder encoder = charset.newEncoder();
              List.of(EMAIL, ACCOUNT_NAME, BUYER_ACCOUNT_NAME, EXTEND_PARAM).stream()
                  .filter(setting -> !encoder.canEncode(values.text(setting)))
                  .forEach(
                      setting ->
                          faults.add(
                              "%s is \"%s\", but payout.charset=%s lacks a character of it.",
                              setting, Faults.printable(values.text(setting)), charset));
            });
  }

  private static Form<String> name() {
    return Form.text(
        "a text without control characters, ^ and |",
        text -> isClean(text) && text.indexOf('^') < 0 && text.indexOf('|') < 0);
  }

  private static Form<String> extendParam() {
    Pattern pair = Pattern.compile("[^^|]+\\^[^^|]+");
    return Form.text(
        "name^value, several of them separated by |, at most 200 characters together",
        text ->
            isClean(text)
                && text.codePointCount(0, text.length()) <= 200
                && Arrays.stream(text.split("\\|", -1)).allMatch(pair.asMatchPredicate()));
  }

  private static Form<RequestCharset> charset() {
    return Form.of(
        Form.listed(Arrays.stream(RequestCharset.values()).map(Object::toString).toList()),
        text -> RequestCharset.of(text).orElseThrow(RefusedValueException::new));
  }

  private static boolean isClean(String text) {
    return !CONTROL.matcher(text).find() && text.indexOf('\uFFFD') < 0;
  }
}

package payout.config;

import static payout.config.Setting.InSandbox.OWN_FILE;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where what needs a person is told: to a webhook, by mail, to both or nowhere.
 *
 * @param url the webhook; empty for none. Its path and its query may hold a key
 * @param kind what the webhook understands
 * @param secret what posts to it are signed with; may be empty
 * @param mail the mail; empty for none
 * @param unknownAfterMs for how long a batch must be UNKNOWN to be told, milliseconds
 * @param keepTryingMs for how long a notice that cannot be delivered is tried, milliseconds
 */
public record NoticeSettings(
    Optional<URI> url,
    Kind kind,
    String secret,
    Optional<NoticeMailSettings> mail,
    long unknownAfterMs,
    long keepTryingMs) {

  static final Section SECTION = new Section(NoticeSettings::check);

  static final Setting<URI> URL =
      SECTION.secret(
          "payout.notice.url",
          AddressForms.webhook(),
          OWN_FILE,
          "The webhook to which what needs a person is posted; empty for none.");

  static final Setting<Kind> KIND =
      SECTION.add(
          "payout.notice.kind",
          "json",
          Form.choice(Kind.class),
          OWN_FILE,
          "What that webhook understands: JSON of our own, or the group robots of WeCom, DingTalk or"
              + " Feishu.");

  static final Setting<String> SECRET =
      SECTION.secret(
          "payout.notice.secret",
          Form.text("8 to 512 characters of ASCII without blanks", NoticeSettings::isSecret),
          OWN_FILE,
          "The secret that signs what is posted there; empty for no signature.");

  static final Setting<Long> UNKNOWN_AFTER_MINUTES =
      SECTION.add(
          "payout.notice.unknown-after-minutes",
          "15",
          Form.longNumber(0, 10_080),
          OWN_FILE,
          "How many minutes a batch must be UNKNOWN before that is told.");

  static final Setting<Long> KEEP_TRYING_HOURS =
      SECTION.add(
          "payout.notice.keep-trying-hours",
          "24",
          Form.longNumber(1, 720),
          OWN_FILE,
          "How many hours a notice that cannot be delivered is tried again.");

  private static final String SECRET_TEXT = "[!-~]{8,512}";

  /** What a webhook understands. */
  public enum Kind {
    JSON,
    WECOM,
    DINGTALK,
    FEISHU
  }

  static NoticeSettings read(Values values) {
    return new NoticeSettings(
        values.find(URL),
        values.of(KIND),
        values.text(SECRET),
        NoticeMailSettings.read(values),
        TimeUnit.MINUTES.toMillis(values.of(UNKNOWN_AFTER_MINUTES)),
        TimeUnit.HOURS.toMillis(values.of(KEEP_TRYING_HOURS)));
  }

  /** Whether anything is told to anybody. */
  public boolean isOn() {
    return url.isPresent() || mail.isPresent();
  }

  /** No secret, and not the address, which may hold one. */
  @Override
  public String toString() {
    return "notices to "
        + url.map(each -> Form.written(kind)).orElse("no webhook")
        + " and "
        + mail.map(NoticeMailSettings::toString).orElse("no mail");
  }

  private static boolean isSecret(String text) {
    return text.matches(SECRET_TEXT);
  }

  private static void check(Values values, Faults faults) {
    boolean signs = values.isGiven(SECRET);
    if (signs && values.find(KIND).filter(Kind.WECOM::equals).isPresent()) {
      faults.add(
          "%s is set, and %s=wecom has no signature: the key in the address is all that WeCom asks"
              + " for. Leave the secret empty.",
          SECRET, KIND);
    }
    if (signs && !values.isGiven(URL)) {
      faults.add("%s is set without %s, so there is nothing to sign.", SECRET, URL);
    }
  }
}

package payout.config;

import static payout.config.Setting.InSandbox.OWN_FILE;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The mail server over which what needs a person is told, and to whom.
 *
 * @param to at least one address
 * @param user empty for no login
 * @param password empty for no login
 */
public record NoticeMailSettings(
    String host, int port, String from, List<String> to, String user, String password, Tls tls) {

  static final Section SECTION = new Section(NoticeMailSettings::check);

  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,189}");

  private static final int RECIPIENTS_MAX = 20;

  static final Setting<String> HOST =
      SECTION.add(
          "payout.notice.mail.host",
          Section.EMPTY,
          AddressForms.mailHost(),
          OWN_FILE,
          "The mail server over which what needs a person is sent; empty for no mail.");

  static final Setting<Integer> PORT =
      SECTION.add(
          "payout.notice.mail.port",
          "587",
          Form.number(1, 65_535),
          OWN_FILE,
          "The port of that server.");

  static final Setting<String> FROM =
      SECTION.add(
          "payout.notice.mail.from",
          Section.EMPTY,
          Form.text("a mail address", NoticeMailSettings::isAddress),
          OWN_FILE,
          "The address that the mails come from.");

  static final Setting<List<String>> TO =
      SECTION.add(
          "payout.notice.mail.to",
          Section.EMPTY,
          Form.of("1 to 20 mail addresses, separated by spaces", NoticeMailSettings::addresses),
          OWN_FILE,
          "The addresses that the mails go to.");

  static final Setting<Tls> TLS =
      SECTION.add(
          "payout.notice.mail.tls",
          "starttls",
          Form.choice(Tls.class),
          OWN_FILE,
          "How the connection is encrypted: it must change to TLS before anything is sent, it is TLS"
              + " from the start (port 465), or it is plain.");

  static final Setting<String> USER =
      SECTION.add(
          "payout.notice.mail.user",
          Section.EMPTY,
          Form.text("a text without control characters", NoticeMailSettings::isPlain),
          OWN_FILE,
          "The user of the mail server; empty for no login.");

  static final Setting<String> PASSWORD =
      SECTION.secret(
          "payout.notice.mail.password",
          Form.text("a password without control characters", NoticeMailSettings::isPlain)
              .untrimmed(),
          OWN_FILE,
          "The password of that user.");

  /** How a connection to a mail server is encrypted. */
  public enum Tls {
    /** It must become TLS by STARTTLS. */
    STARTTLS,
    /** It is TLS from its first byte. */
    TLS,
    /** It is not. */
    NONE
  }

  static Optional<NoticeMailSettings> read(Values values) {
    return values
        .find(HOST)
        .map(
            host ->
                new NoticeMailSettings(
                    host,
                    values.of(PORT),
                    values.text(FROM),
                    values.list(TO),
                    values.text(USER),
                    values.text(PASSWORD),
                    values.of(TLS)));
  }

  /** No secret. */
  @Override
  public String toString() {
    return "mail over " + host + ":" + port;
  }

  private static void check(Values values, Faults faults) {
    boolean hasHost = values.isGiven(HOST);
    if (hasHost && !(values.isGiven(FROM) && values.isGiven(TO))) {
      faults.add("%s is set; then %s and %s must be set, too.", HOST, FROM, TO);
    }
    if (values.isGiven(USER) != values.isGiven(PASSWORD)) {
      faults.add("%s and %s are only set together.", USER, PASSWORD);
    }
    boolean isPlain = values.find(TLS).filter(Tls.NONE::equals).isPresent();
    if (hasHost
        && isPlain
        && values.isGiven(USER)
        && !values.find(HOST).filter(AddressForms::isLoopback).isPresent()) {
      faults.add(
          "%s is none, so the password would pass in plain text to another machine. Use starttls or"
              + " tls, or a server that asks for no login.",
          TLS);
    }
  }

  private static List<String> addresses(String text) throws RefusedValueException {
    List<String> all = Arrays.asList(text.split("[ ,]+"));
    if (all.size() > RECIPIENTS_MAX || !all.stream().allMatch(NoticeMailSettings::isAddress)) {
      throw new RefusedValueException();
    }
    return List.copyOf(all);
  }

  private static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  private static boolean isPlain(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }
}

package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where payout files come from, and how long they are kept.
 *
 * @param endpoints at least one; folders of this machine are absolute
 * @param pollMs milliseconds between two polls
 * @param ready how it is known that a file is complete
 * @param ageMinMs for {@link Ready#AGE}, milliseconds since the last change of a complete file
 * @param charset {@code auto} or the canonical name of a charset
 * @param onInvalidLine what an invalid line does
 * @param archiveKeepDays days for which settled and refused files are kept; 0 for no limit
 */
public record InboxSettings(
    List<EndpointUri> endpoints,
    long pollMs,
    Ready ready,
    long ageMinMs,
    String charset,
    OnInvalidLine onInvalidLine,
    int archiveKeepDays) {

  /** The name of the folder of approval files. */
  public static final String APPROVALS = "approvals";

  /** The name of the folder of statements of the account. */
  public static final String STATEMENTS = "statements";

  static final Section SECTION = new Section();

  static final Setting<List<EndpointUri>> URI =
      SECTION.add(
          "payout.inbox.uri",
          "file:inbox",
          EndpointForms.inboxes(),
          SEALED,
          "The folders that payout files are taken from, on this machine or on SFTP servers.");

  static final Setting<Long> POLL_MS =
      SECTION.add(
          "payout.inbox.poll-ms",
          "1000",
          Form.millis(10, 3_600_000),
          OPEN,
          "How often the inbox is polled.");

  static final Setting<Ready> READY =
      SECTION.add(
          "payout.inbox.ready",
          "age",
          Form.choice(Ready.class),
          OPEN,
          "When a file counts as complete: its last change is long enough ago, or <name>.done is"
              + " next to it.");

  static final Setting<Long> AGE_MIN_MS =
      SECTION.add(
          "payout.inbox.age-min-ms",
          "5000",
          Form.millis(0, Section.DAY_MS),
          OPEN,
          "How long ago the last change of a file must be with payout.inbox.ready=age; 0 takes it"
              + " at once.");

  static final Setting<String> CHARSET =
      SECTION.add(
          "payout.inbox.charset",
          "auto",
          Form.of("auto, or the name of a charset such as utf-8 or gbk", InboxSettings::charset),
          OPEN,
          "The charset of payout files; auto means UTF-8 with or without a byte order mark, else"
              + " GBK.");

  static final Setting<OnInvalidLine> ON_INVALID_LINE =
      SECTION.add(
          "payout.inbox.on-invalid-line",
          "reject-file",
          Form.choice(OnInvalidLine.class),
          OPEN,
          "What happens when a line is invalid: nothing of its file is paid, or only the valid"
              + " lines are.");

  static final Setting<Integer> ARCHIVE_KEEP_DAYS =
      SECTION.add(
          "payout.archive.keep-days",
          "0",
          Form.number(0, 36_500),
          OPEN,
          "How many days a file is kept in .done and .rejected, or in the ledger if it was submitted"
              + " there, after it was settled or refused; 0 keeps it forever.");

  public InboxSettings {
    endpoints = List.copyOf(endpoints);
  }

  /** How it is known that a file is complete. */
  public enum Ready {
    /** Its last change is long enough ago. */
    AGE,
    /** A file with the same name plus {@code .done} is in the folder. */
    DONE_FILE
  }

  /** What an invalid line does. */
  public enum OnInvalidLine {
    REJECT_FILE,
    REJECT_LINE
  }

  /** The name of an inbox in acks, metrics and logs: inbox, inbox-2, … */
  public static String name(int index) {
    return index == 0 ? "inbox" : "inbox-" + (index + 1);
  }

  /** The names of so many inboxes, and that of the console, whose files come through none. */
  public static List<String> names(int inboxes) {
    return Stream.concat(
            IntStream.range(0, inboxes).mapToObj(InboxSettings::name), Stream.of("console"))
        .toList();
  }

  /** The name of the folder {@code check} of an inbox. */
  public static String checkOf(String inbox) {
    return inbox + "-check";
  }

  static InboxSettings read(Values values, Home home) {
    return new InboxSettings(
        values.of(URI).stream().map(each -> each.within(home)).toList(),
        values.of(POLL_MS),
        values.of(READY),
        values.of(AGE_MIN_MS),
        values.of(CHARSET),
        values.of(ON_INVALID_LINE),
        values.of(ARCHIVE_KEEP_DAYS));
  }

  private static String charset(String text) throws RefusedValueException {
    if (text.equalsIgnoreCase("auto")) {
      return "auto";
    }
    try {
      return Charset.forName(text).name();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw new RefusedValueException("no charset has that name");
    }
  }
}

package payout.route;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import payout.batch.BatchState;
import payout.batch.FileState;
import payout.batch.OutputKind;
import payout.gateway.CodeClass;
import payout.ledger.LedgerNumbers;
import payout.ledger.NotifyLedger;

/** A label and all values that it can have. */
enum MeterLabel {
  FILE_STATE("state", except(FileState.values(), "RECEIVED", "SETTLED")),
  INBOX("inbox", "`inbox`, `inbox-2`, …, `console`", "inbox(-[1-9][0-9]?)?|console"),
  LINE_STATE("state", List.of("OPEN", "PAID", "FAILED", "REFUSED")),
  OUTCOME("outcome", List.of("TAKEN", "REFUSED", "READY", "UNKNOWN", "HELD")),
  CODE_CLASS("code_class", codeClasses()),
  VERDICT("verdict", and("SEEN", NotifyLedger.Verdict.values())),
  REASON("reason", reasons()),
  OUTPUT("kind", except(OutputKind.values())),
  ALARM("kind", "see below", Stream.of(AlarmKind.values()).map(AlarmKind::toString).toList()),
  ACT("act", LedgerNumbers.ACTS.stream().map(Enum::name).toList()),
  CALL("call", List.of("post", "verify")),
  END("end", List.of("answered", "none")),
  WAITING_STATE(
      "state", Stream.of(FileState.values()).filter(FileState::isWaiting).map(Enum::name).toList()),
  OPEN_FILE("state", LedgerNumbers.OPEN_FILES.stream().map(Enum::name).toList()),
  OPEN_BATCH("state", except(BatchState.values(), "REFUSED", "SETTLED")),
  OPEN_LINE(
      "state", Stream.concat(WAITING_STATE.values.stream(), OPEN_BATCH.values.stream()).toList()),
  ANY_FILE("state", except(FileState.values())),
  LINE_TODAY("state", except(LedgerNumbers.Today.values())),
  OLDEST("kind", LedgerNumbers.OLDEST),
  PLACE("place", List.of("data", "inbox", "outbox")),
  VERSION("version", "the version", "[0-9A-Za-z.+-]{1,40}");

  /** What every value counts as that is not listed. */
  private static final String OTHER = "other";

  private final String key;
  private final List<String> values;
  private final Set<String> known;
  private final String words;
  private final Pattern pattern;

  MeterLabel(String key, List<String> values) {
    this(
        key,
        values.stream().map(each -> "`" + each + "`").collect(Collectors.joining(", ")),
        values);
  }

  MeterLabel(String key, String words, List<String> values) {
    this.key = key;
    this.values = values;
    this.known = Set.copyOf(values);
    this.words = words;
    this.pattern = null;
  }

  /** Values that the settings decide, never what comes in. */
  MeterLabel(String key, String words, String pattern) {
    this.key = key;
    this.values = List.of();
    this.known = Set.of();
    this.words = words;
    this.pattern = Pattern.compile(pattern);
  }

  /** The name of the label. */
  String key() {
    return key;
  }

  /** The values that are known when the program is built. */
  List<String> known() {
    return values;
  }

  /** As the reference lists it. */
  String inWords() {
    return "`" + key + "`: " + words;
  }

  /** The value, or {@code other} where it is none of those that there can be. */
  String bounded(String value) {
    boolean fits = pattern == null ? known.contains(value) : pattern.matcher(value).matches();
    return fits ? value : OTHER;
  }

  private static List<String> except(Enum<?>[] all, String... left) {
    return Stream.of(all).map(Enum::name).filter(each -> !List.of(left).contains(each)).toList();
  }

  private static List<String> and(String one, Enum<?>... all) {
    return Stream.concat(Stream.of(all).map(Enum::name), Stream.of(one)).toList();
  }

  /** {@code none}: the gateway gave no code; {@code unlisted}: one that its lists do not have. */
  private static List<String> codeClasses() {
    return Stream.concat(
            Stream.of("none", "unlisted"), Stream.of(CodeClass.values()).map(CodeClass::toString))
        .toList();
  }

  private static List<String> reasons() {
    return Stream.concat(
            Stream.of(Refusal.values()).map(Refusal::reason),
            Stream.of("sign_type", "sign", "payer", "batch", "verify", "starting"))
        .toList();
  }
}

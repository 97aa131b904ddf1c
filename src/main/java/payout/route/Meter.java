package payout.route;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every meter of {@code /observe/metrics} that is ours: its name, its kind, its labels with all
 * values that they can have, and what it says. {@code docs/reference.md} has the same table.
 *
 * <p>No label holds what comes from outside. A value that is not listed here counts as {@code
 * other}, so that no file, code or caller can make the number of series grow.
 */
public enum Meter {
  FILES(
      "payout.files",
      MeterKind.COUNTER,
      "Files that got this state on this node by themselves; what persons decide is in"
          + " payout_acts_total.",
      MeterLabel.FILE_STATE,
      MeterLabel.INBOX),
  LINES(
      "payout.lines",
      MeterKind.COUNTER,
      "Lines that got this state on this node: OPEN when their file was accepted, REFUSED with"
          + " their batch, PAID and FAILED by a notify.",
      MeterLabel.LINE_STATE),
  AMOUNT(
      "payout.amount.fen",
      MeterKind.COUNTER,
      "The sum of these lines, in fen (hundredths of a yuan).",
      MeterLabel.LINE_STATE),
  POSTS(
      "payout.posts",
      MeterKind.COUNTER,
      "Posts by this node, by the state of the batch after it and the class of the gateway's code.",
      MeterLabel.OUTCOME,
      MeterLabel.CODE_CLASS),
  NOTIFIES(
      "payout.notifies",
      MeterKind.COUNTER,
      "Notifies that this node accepted, by verdict; SEEN means that it was stored before.",
      MeterLabel.VERDICT),
  NOTIFIES_REFUSED(
      "payout.notifies.refused",
      MeterKind.COUNTER,
      "Callers of the notify port that were refused or left, by reason.",
      MeterLabel.REASON),
  PUBLICATIONS(
      "payout.publications",
      MeterKind.COUNTER,
      "Files that this node put into the outbox, by kind.",
      MeterLabel.OUTPUT),
  ALARMS(
      "payout.alarms",
      MeterKind.COUNTER,
      "Alarms that this node raised, by kind.",
      MeterLabel.ALARM),
  ACTS(
      "payout.acts",
      MeterKind.COUNTER,
      "What persons did since this node started, on any node or by a command, by kind.",
      MeterLabel.ACT),

  GATEWAY_ANSWER(
      "payout.gateway.answer",
      MeterKind.SHORT_TIMER,
      "From the request to the end of the gateway's answer, or of the wait for it.",
      MeterLabel.CALL,
      MeterLabel.END),
  FILE_TO_TAKEN(
      "payout.file.to.taken",
      MeterKind.LONG_TIMER,
      "For each batch, from the arrival of its file until the gateway took it."),
  TAKEN_TO_SETTLED(
      "payout.taken.to.settled",
      MeterKind.LONG_TIMER,
      "For each batch, from when the gateway took it until a notify brought its last result."),
  LEDGER_WRITE_WAIT(
      "payout.ledger.write.wait",
      MeterKind.SHORT_TIMER,
      "How long a write waited until it could begin: for its turn and a connection."),
  LEDGER_WRITE(
      "payout.ledger.write",
      MeterKind.SHORT_TIMER,
      "How long a write took from then until it was committed."),

  FILES_WAITING(
      "payout.files.waiting",
      MeterKind.GAUGE,
      "Files that wait now, by state.",
      MeterLabel.WAITING_STATE),
  FILES_OPEN(
      "payout.files.open",
      MeterKind.GAUGE,
      "Files that are not final, by state.",
      MeterLabel.OPEN_FILE),
  BATCHES_OPEN(
      "payout.batches.open",
      MeterKind.GAUGE,
      "Batches that are not final, by state.",
      MeterLabel.OPEN_BATCH),
  LINES_OPEN(
      "payout.lines.open",
      MeterKind.GAUGE,
      "Lines without a result, by the state of their batch, or of their file while that waits.",
      MeterLabel.OPEN_LINE),
  AMOUNT_OPEN(
      "payout.amount.open.fen",
      MeterKind.GAUGE,
      "What these batches and files are about and is not paid, in fen.",
      MeterLabel.OPEN_LINE),
  FILES_TODAY(
      "payout.files.today",
      MeterKind.GAUGE,
      "Files that arrived today in China, by their state now.",
      MeterLabel.ANY_FILE),
  LINES_TODAY(
      "payout.lines.today",
      MeterKind.GAUGE,
      "Lines of these files, by their state now; FAILED includes those of refused batches.",
      MeterLabel.LINE_TODAY),
  AMOUNT_TODAY(
      "payout.amount.today.fen",
      MeterKind.GAUGE,
      "The sum of these lines, in fen; what failed is OPEN until its file is settled.",
      MeterLabel.LINE_TODAY),
  OLDEST(
      "payout.oldest.seconds",
      MeterKind.GAUGE,
      "For how long the oldest of its kind has been so; 0 where there is none.",
      MeterLabel.OLDEST),
  PUBLICATIONS_WAITING(
      "payout.publications.waiting", MeterKind.GAUGE, "Files that are not in the outbox yet."),
  SENDING_PAUSED(
      "payout.sending.paused",
      MeterKind.GAUGE,
      "1 while sending pauses because the gateway refuses the account, otherwise 0."),
  NODES("payout.nodes", MeterKind.GAUGE, "Nodes on the ledger that gave a sign of life just now."),
  LEDGER_SIZE(
      "payout.ledger.bytes",
      MeterKind.GAUGE,
      "The size of the ledger's database, without its write-ahead log; read once a minute."),
  LEDGER_UP(
      "payout.ledger.up",
      MeterKind.GAUGE,
      "1 if the ledger could be read for these numbers the last time, otherwise 0."),
  SNAPSHOT_AGE(
      "payout.snapshot.age.seconds",
      MeterKind.GAUGE,
      "How old the numbers are that are read from the ledger and the disks."),
  FILES_LOST(
      "payout.files.lost",
      MeterKind.GAUGE,
      "Files that this node found in an archive or in the outbox and that the ledger does not"
          + " know."),
  BATCHES_IN_FLIGHT(
      "payout.batches.in.flight",
      MeterKind.GAUGE,
      "Batches that this node claimed and whose outcome it has not recorded."),
  DISK_FREE(
      "payout.disk.free.bytes",
      MeterKind.GAUGE,
      "What is left on the disk of data, of the first inbox and of the outbox on this machine.",
      MeterLabel.PLACE),
  CLOCK_OFFSET(
      "payout.clock.offset.seconds",
      MeterKind.GAUGE,
      "By how much the clock of this machine is ahead of the database's; below 0 it is behind."),
  NODE_UP(
      "payout.node.up",
      MeterKind.GAUGE,
      "1 while this node may claim work, otherwise 0; with the version of its program.",
      MeterLabel.VERSION);

  private final String id;
  private final MeterKind kind;
  private final String help;
  private final List<MeterLabel> labels;

  Meter(String id, MeterKind kind, String help, MeterLabel... labels) {
    this.id = id;
    this.kind = kind;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** The name in Micrometer. */
  String id() {
    return id;
  }

  /** What kind of meter it is. */
  MeterKind kind() {
    return kind;
  }

  /** What it says, in a sentence with its unit. */
  public String help() {
    return help;
  }

  /** The name in {@code /observe/metrics}, without the suffixes of a histogram's parts. */
  public String exposed() {
    return id.replace('.', '_') + kind.suffix();
  }

  /** {@code counter}, {@code histogram} or {@code gauge}. */
  public String type() {
    return kind.type();
  }

  /** Its labels with all their values, as the reference lists them; empty for none. */
  public String labelsInWords() {
    return labels.stream().map(MeterLabel::inWords).collect(Collectors.joining("; "));
  }

  /** The labels with these values in their order; a value that is not listed is {@code other}. */
  Tags tags(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(this + " has " + labels.size() + " labels.");
    }
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(labels.get(i).key(), labels.get(i).bounded(values[i])));
    }
    return Tags.of(tags);
  }

  /**
   * Every combination of values.
   *
   * @param known the values of labels that the settings decide
   */
  List<String[]> combinations(Map<MeterLabel, List<String>> known) {
    List<String[]> all = new ArrayList<>();
    all.add(new String[0]);
    for (MeterLabel label : labels) {
      List<String> values = known.getOrDefault(label, label.known());
      all = all.stream().flatMap(start -> values.stream().map(each -> with(start, each))).toList();
    }
    return all;
  }

  private static String[] with(String[] start, String last) {
    return Stream.concat(Stream.of(start), Stream.of(last)).toArray(String[]::new);
  }
}

package payout.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import payout.batch.LineState;
import payout.ledger.ArchiveName;
import payout.ledger.BatchContent;
import payout.ledger.FileClaim;
import payout.ledger.FileRecord;
import payout.ledger.ForwardingIntakeStore;
import payout.ledger.IntakeLedger;
import payout.ledger.Reception;
import payout.ledger.Retake;
import payout.ledger.StagedBatch;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;

/**
 * Takes one file again that lies in the archive and that the ledger lost, by the same checks as a
 * file in an inbox. Four things differ:
 *
 * <p>A serial that is open or paid refuses an ordinary file. This one was accepted once, perhaps
 * because the other payment had failed, which the ledger does not know any more. So it is taken,
 * nothing of it is sent, and the other batch, if it is open, is held too: one of the two may be
 * paid.
 *
 * <p>A file that the checks refuse is not recorded as refused, for it may have been paid.
 *
 * <p>Nothing is sent of a file of which no output shows that it was decided on: somebody else may
 * have put it into the archive.
 *
 * <p>A day to be paid on is judged as of the day on which the file was first taken; it may be over.
 */
public final class RetakenFile {

  private static final String USED =
      "A serial number of it belongs to another payment that is open or paid, too: one of them may"
          + " have failed since. Find out at the gateway which was paid.";
  private static final String LEFT_OUT =
      "Lines of it are left out today, and may not have been then, so a number may stand for other"
          + " lines.";
  private static final String WAITED =
      "It lies in .waiting: it waited when the ledger was lost, or had just been accepted or"
          + " rejected.";
  private static final String CUT =
      "It is not known that payout.batch.lines-max was the same, so a number may stand for other"
          + " lines.";

  private static final String UNREPORTED =
      "The outbox has no output of it, so nothing shows that it was ever accepted.";

  private final IntakeRules rules;
  private final IntakeLedger ledger;
  private final boolean cutAsBefore;

  /**
   * For files of these rules.
   *
   * @param cutAsBefore whether files are cut into the batches that they had
   */
  public RetakenFile(IntakeRules rules, IntakeLedger ledger, boolean cutAsBefore) {
    this.rules = rules;
    this.ledger = ledger;
    this.cutAsBefore = cutAsBefore;
  }

  /** The SHA-256 of a file, 64 hexadecimal digits. */
  public String sha256(OpenFile open, String inbox, String name) {
    return new Intake(rules, ledger).inspect(open, inbox, name).fingerprint().sha256();
  }

  /**
   * Takes a file again.
   *
   * @param open the file, which its opener closes
   * @param inbox the name of its inbox
   * @param name the name that it had there
   * @param archiveName where it is, relative to the inbox
   * @param isReported whether an output of it shows that it was decided on
   * @param claim on the file
   */
  public Taken take(
      OpenFile open,
      String inbox,
      String name,
      String archiveName,
      boolean isReported,
      FileClaim claim) {
    Store store = new Store(archiveName, isReported);
    Intake intake = new Intake(rules, store);
    InboxFile arrived = intake.inspect(open, inbox, name);
    Reception reception = ledger.arriveAgain(claim, intake.arrival(arrived));
    try {
      FileRecord file = reception.file();
      if (reception instanceof Reception.ToRead) {
        file = intake.refuseUnread(reception.file(), arrived);
        file = file == null ? read(intake, reception.file(), arrived) : file;
      }
      return new Taken(file, store.refused, store.doubt());
    } finally {
      ledger.forget(reception.file()); // only what is not decided
    }
  }

  private static FileRecord read(Intake intake, FileRecord file, InboxFile arrived) {
    try (IntakeSession session = intake.open(file, arrived)) {
      Iterator<List<Row>> chunks = session.chunks();
      while (chunks.hasNext()) {
        session.aggregate(session.check(session.bind(chunks.next())));
      }
      return session.decide();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What became of a file.
   *
   * @param file the file as the ledger has it
   * @param refused why it could not be taken, a sentence; empty when it was
   * @param doubt why nothing of it is sent, a sentence; empty when it may be
   */
  public record Taken(FileRecord file, String refused, String doubt) {}

  /** The ledger, with these differences. */
  private final class Store extends ForwardingIntakeStore {

    private final String archiveName;
    private final boolean isReported;
    private final Map<Long, List<SerialIndex.Hit>> hits = new HashMap<>();
    private final Set<Long> rivals = new HashSet<>();
    private boolean leftOut;
    private String refused = "";

    Store(String archiveName, boolean isReported) {
      super(ledger);
      this.archiveName = archiveName;
      this.isReported = isReported;
    }

    String doubt() {
      if (!rivals.isEmpty()) {
        return USED;
      }
      if (leftOut) {
        return LEFT_OUT;
      }
      if (Retake.isOfWaiting(archiveName)) {
        return WAITED;
      }
      return !isReported ? UNREPORTED : cutAsBefore ? "" : CUT;
    }

    /** Serials in use are no fault here; they are compared before the file is accepted. */
    @Override
    public List<SerialIndex.Hit> addSerials(FileRecord file, long[] entries) {
      keep(ledger.addSerials(file, entries));
      return List.of();
    }

    /** The same for the serials of a small file. */
    @Override
    public Turn takeTurn(FileRecord file, List<StagedBatch> last, long[] serials) {
      Turn turn = ledger.takeTurn(file, last, serials);
      keep(turn.hits());
      return new Turn(turn.reception(), List.of());
    }

    private void keep(List<SerialIndex.Hit> found) {
      for (SerialIndex.Hit hit : found) {
        hits.computeIfAbsent(hit.otherBatchId(), id -> new ArrayList<>()).add(hit);
      }
    }

    /** A day that it names was not over when it was taken first. */
    @Override
    public LocalDate today() {
      return ArchiveName.dayOf(archiveName.substring(archiveName.indexOf('/') + 1))
          .orElseGet(ledger::today);
    }

    @Override
    public FileRecord accept(FileRecord file, Decision decision, long[] accounts) {
      leftOut = decision.rejectedLines() > 0;
      hits.forEach((batchId, found) -> compare(file, batchId, found));
      return ledger.acceptAgain(
          file, decision, accounts, new Retake(archiveName, doubt(), Set.copyOf(rivals)));
    }

    /** A hit is a hint: the serials themselves are compared. */
    private void compare(FileRecord file, long batchId, List<SerialIndex.Hit> found) {
      Set<String> counting = ledger.content(batchId).map(Store::counting).orElse(Set.of());
      boolean same =
          found.stream()
              .map(hit -> SerialEntry.place(hit.entry()))
              .distinct()
              .flatMap(place -> ledger.stagedLines(file, place).stream())
              .anyMatch(line -> counting.contains(line.serial()));
      if (same) {
        rivals.add(batchId);
      }
    }

    private static Set<String> counting(BatchContent other) {
      Set<String> serials = new HashSet<>();
      for (int i = 0; i < other.lines().size(); i++) {
        LineState state = other.results().get(i).state();
        if (state == LineState.OPEN || state == LineState.PAID) {
          serials.add(other.lines().get(i).serial());
        }
      }
      return serials;
    }

    @Override
    public FileRecord reject(FileRecord file, Decision decision) {
      refused = decision.reason();
      return file;
    }
  }
}

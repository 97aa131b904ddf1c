package payout.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.OutboxCharset;
import payout.batch.PayoutLine;
import payout.config.Settings;
import payout.inbox.InboxFile;
import payout.inbox.Intake;
import payout.inbox.IntakeSession;
import payout.inbox.Row;
import payout.ledger.BatchContent;
import payout.ledger.Decision;
import payout.ledger.FileRecord;
import payout.ledger.IntakeLedger;
import payout.ledger.IntakeStore;
import payout.ledger.Ledger;
import payout.ledger.LedgerAddress;
import payout.ledger.Publication;
import payout.ledger.Reception;
import payout.ledger.SerialHit;
import payout.ledger.StagedBatch;
import payout.ledger.StatusLedger;
import payout.outbox.Publisher;
import payout.route.IntakeSettings;

/**
 * The very intake of a real run, into a scratch ledger that is thrown away. The real ledger, where
 * there is one, is asked which bytes and serials it knows, and is not changed.
 */
final class DryRun implements AutoCloseable {

  private final StatusLedger real;
  private final Path folder;
  private final Ledger scratch;
  private final IntakeLedger ledger;
  private final Intake intake;

  /**
   * A dry run.
   *
   * @param real the real ledger's answers; null where there is none yet
   */
  DryRun(Settings settings, StatusLedger real, ChinaClock clock) throws IOException {
    this.real = real;
    this.folder = Files.createTempDirectory("payout-check-");
    LedgerAddress address =
        new LedgerAddress("jdbc:sqlite:" + folder.resolve("scratch.db"), "", "");
    this.scratch = Ledger.run(address, "CHECK", clock);
    this.ledger = scratch.intake();
    this.intake = new Intake(IntakeSettings.rules(settings), new Store());
  }

  /** Checks a file and writes the ack and the rejects that a real run would put into the outbox. */
  FileState check(Path file, OutputStream out) throws IOException {
    ledger.takeTurn();
    InboxFile arrived = intake.look(file, "check", file.getFileName().toString());
    Reception reception = ledger.arrive(intake.arrival(arrived));
    FileRecord decided = decide(reception.file(), arrived);
    report(out);
    return decided.state();
  }

  private FileRecord decide(FileRecord file, InboxFile arrived) throws IOException {
    Optional<FileRecord> before = real == null ? Optional.empty() : real.takenBefore(file.sha256());
    if (before.isPresent()) {
      return ledger.refuseAsDuplicate(file, before.get());
    }
    FileRecord refused = intake.refuseAtDoor(file, arrived);
    return refused == null ? read(file, arrived) : refused;
  }

  private FileRecord read(FileRecord file, InboxFile arrived) throws IOException {
    try (IntakeSession session = intake.open(file, arrived)) {
      Iterator<List<Row>> chunks = session.chunks();
      while (chunks.hasNext()) {
        session.aggregate(session.check(session.bind(chunks.next())));
      }
      return session.decide();
    }
  }

  private void report(OutputStream out) throws IOException {
    OutboxCharset charset = OutboxCharset.UTF_8;
    Publisher publisher = new Publisher(scratch.publications(), charset, code -> code, false);
    for (Publication due : scratch.publications().due(10)) {
      String title = "== CHECK-" + publisher.name(due) + "\n";
      out.write(title.getBytes(StandardCharsets.UTF_8));
      publisher.write(due, out);
      scratch.publications().published(due);
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    scratch.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** The scratch ledger, with the real one's memory of serials. */
  private final class Store implements IntakeStore {

    @Override
    public void stage(FileRecord file, List<StagedBatch> batches) {
      ledger.stage(file, batches);
    }

    @Override
    public void restage(FileRecord file, StagedBatch batch) {
      ledger.restage(file, batch);
    }

    @Override
    public void stageRejected(FileRecord file, int chunk, byte[] data) {
      ledger.stageRejected(file, chunk, data);
    }

    /** Other files of this dry run do not count: each is checked as if it came alone. */
    @Override
    public List<SerialHit> addSerials(FileRecord file, long[] entries) {
      ledger.addSerials(file, entries);
      return real == null ? List.of() : real.serialHits(entries);
    }

    @Override
    public void removeSerials(FileRecord file, long[] entries) {
      ledger.removeSerials(file, entries);
    }

    @Override
    public List<PayoutLine> stagedLines(FileRecord file, int place) {
      return ledger.stagedLines(file, place);
    }

    @Override
    public BatchContent content(long batchId) {
      return real.content(batchId);
    }

    @Override
    public FileRecord accept(FileRecord file, Decision decision) {
      return ledger.accept(file, decision);
    }

    @Override
    public FileRecord reject(FileRecord file, Decision decision) {
      return ledger.reject(file, decision);
    }
  }
}

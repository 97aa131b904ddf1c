package payout.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.Settings;
import payout.inbox.Folder;
import payout.inbox.OpenFile;
import payout.inbox.ReadWatch;
import payout.inbox.RetakenFile;
import payout.ledger.ClaimLedger;
import payout.ledger.FileClaim;
import payout.ledger.FileRecord;
import payout.ledger.IntakeLedger;
import payout.ledger.Ledger;
import payout.ledger.RetakeLedger;
import payout.ledger.sql.LedgerUnavailableException;
import payout.setup.IntakeSettings;
import payout.sftp.SftpProbe;

/**
 * Takes files again that a restored ledger lost, before anything else is taken in.
 *
 * <p>The same bytes are safe without this: they get the numbers that they had. Other bytes with the
 * serials of a lost file are not, and so each lost file is read again from the archive, and its
 * serials are known. What the gateway has of it is HELD when it is posted; what it never got is
 * paid, once. It stays where it is. What fails is told, and refuses no start.
 */
final class RetakeLost {

  private static final Logger LOG = LoggerFactory.getLogger(RetakeLost.class);

  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long BEAT_NS = TimeUnit.SECONDS.toNanos(3);
  private static final long CLAIM_NS = TimeUnit.SECONDS.toNanos(30);

  private final Settings settings;
  private final LostArchive archive;
  private final RetakeLedger ledger;
  private final ClaimLedger claims;
  private final RetakenFile reader;
  private final ReadWatch reads;
  private final Shutdown shutdown;
  private final Path copy;
  private final OutboxHead outbox;

  /** What was done before the ledger became unavailable is told with the rest. */
  private RetakeReport report;

  private long beatNs = System.nanoTime();

  RetakeLost(Settings settings, Ledger ledger, ReadWatch reads, Shutdown shutdown) {
    this.settings = settings;
    this.archive = new LostArchive(settings, ledger);
    this.ledger = ledger.retakes();
    this.claims = ledger.claims();
    IntakeLedger intake =
        ledger.intake(IntakeSettings.acceptRules(settings), settings.outbox().language());
    this.reader =
        new RetakenFile(
            IntakeSettings.rules(settings),
            intake,
            this.ledger.isCutAsBefore(settings.limits().batchLinesMax()));
    this.reads = reads;
    this.shutdown = shutdown;
    this.outbox = new OutboxHead(settings.outbox().endpoint(), ledger.trail());
    this.copy = IntakeSettings.work(settings).resolve("retaken.copy");
  }

  /**
   * Takes everything again that was lost, and returns what there is to tell; empty for nothing.
   * Waits while another process does it, and while the ledger is unavailable.
   */
  Optional<String> run() {
    while (!shutdown.hasBegun()) {
      try {
        if (ledger.begin()) {
          try {
            return takeAll();
          } finally {
            ledger.end();
          }
        }
      } catch (LedgerUnavailableException e) {
        LOG.warn("Whether the ledger lost something is not known yet. {}", e.getMessage());
      }
      LockSupport.parkNanos(LOOK_NS);
    }
    return Optional.empty();
  }

  private Optional<String> takeAll() {
    LostArchive.Found found = archive.find();
    found
        .unread()
        .forEach(
            folder -> LOG.warn("Whether the ledger knows all files in {} is told later.", folder));
    if (found.isEmpty()) {
      return Optional.ofNullable(report).flatMap(RetakeReport::sentence).or(outbox::isAhead);
    }
    report = report == null ? new RetakeReport() : report;
    if (found.isJustRestored()) {
      List<FileRecord> doubted =
          ledger.lostSomething(found.waiting(), found.decided(), settings.outbox().language());
      report.waiting(found.waiting(), found.decided(), doubted);
    }
    ReportedFiles reported =
        ReportedFiles.of(
            settings,
            found.lost().stream().map(LostArchive.Lost::name).collect(Collectors.toSet()));
    for (LostArchive.Lost each : found.lost()) {
      if (!shutdown.hasBegun()) {
        take(each, reported, report);
      }
    }
    return report.sentence();
  }

  private void take(LostArchive.Lost lost, ReportedFiles reported, RetakeReport report) {
    try {
      FileClaim claim = claim(lost);
      try (Opened opened = open(lost)) {
        opened.file.onProgress(() -> beat(claim));
        String sha256 = reader.sha256(opened.file, lost.inbox(), lost.name());
        Optional<FileRecord> known = ledger.known(sha256);
        if (known.isPresent()) {
          report.failed(lost, "its bytes are those of " + known.get().name());
          return;
        }
        RetakenFile.Taken taken =
            reader.take(
                opened.file,
                lost.inbox(),
                lost.name(),
                lost.archiveName(),
                reported.contains(lost.name(), sha256),
                claim);
        report.add(lost, taken);
      } finally {
        claim.release();
      }
    } catch (LedgerUnavailableException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} cannot be taken again.", lost.archived(), e);
      report.failed(lost, String.valueOf(e.getMessage()));
    }
  }

  /** A process that died while it took the file keeps its claim for some seconds. */
  private FileClaim claim(LostArchive.Lost lost) {
    long start = System.nanoTime();
    Optional<FileClaim> claim = claims.claim(lost.inbox(), lost.name());
    while (claim.isEmpty() && System.nanoTime() - start < CLAIM_NS && !shutdown.hasBegun()) {
      LockSupport.parkNanos(LOOK_NS);
      ledger.begin();
      claim = claims.claim(lost.inbox(), lost.name());
    }
    return claim.orElseThrow(
        () -> new IllegalStateException("another process has a file of this name"));
  }

  private void beat(FileClaim claim) {
    claim.beat();
    if (System.nanoTime() - beatNs > BEAT_NS) {
      beatNs = System.nanoTime();
      ledger.begin();
    }
  }

  /** No link is followed, on either side. */
  private Opened open(LostArchive.Lost lost) throws IOException {
    if (lost.folder().isRemote()) {
      try (SftpProbe server = new SftpProbe(lost.folder())) {
        server.copy(lost.archived(), copy, settings.limits().fileBytesMax());
      }
      return new Opened(OpenFile.open(copy, reads), null, copy);
    }
    Folder folder = Folder.openReal(lost.folder().folder());
    try {
      if (folder.regular(lost.archived()).isPresent() && folder.names(lost.archived()) > 1) {
        throw new IOException("it has a second name, so others may change it; delete that one");
      }
      return new Opened(OpenFile.open(folder, lost.archived(), reads), folder, null);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** An open file with what goes with it. */
  private record Opened(OpenFile file, Folder folder, Path copy) implements AutoCloseable {

    @Override
    public void close() throws IOException {
      file.close();
      if (folder != null) {
        folder.close();
      }
      if (copy != null) {
        Files.deleteIfExists(copy);
      }
    }
  }
}

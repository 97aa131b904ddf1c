package payout.route;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Characters;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.batch.Sha256;
import payout.inbox.FileChangedException;
import payout.inbox.FileStamp;
import payout.inbox.Original;
import payout.ledger.ActLedger;
import payout.ledger.ActRefusedException;
import payout.ledger.ArchiveName;
import payout.ledger.FileRestsException;
import payout.ledger.StatementIntake;
import payout.ledger.StatementReadings;
import payout.ledger.StatementRecord;
import payout.ledger.sql.LedgerUnavailableException;
import payout.ledger.sql.StaleStateException;
import payout.statement.StatementFile;
import payout.statement.StatementReader;
import payout.statement.UnreadableStatementException;

/**
 * The steps of the route {@code take-statements}: a statement of the account is matched with the
 * ledger, or refused with an alarm. Either way it moves to the archive of its folder after the
 * ledger's commit. One whose reading is broken off again and again is refused without being read.
 *
 * <p>What a statement proves is applied here only where the settings say so; otherwise whoever may
 * write to the folder moves nothing.
 */
public final class TakeStatements {

  private static final Logger LOG = LoggerFactory.getLogger(TakeStatements.class);
  private static final String STATEMENT = "payoutStatement";

  /** The name of one that was read to its end. */
  private static final String READ = "payoutStatementRead";

  private final StatementIntake intake;
  private final ActLedger acts;
  private final String partner;
  private final Supplier<LocalDate> openDay;
  private final boolean appliesAtOnce;
  private final ChinaClock clock;
  private final StatementAlarms alarms;
  private final StatementReadings readings;

  /**
   * Takes statements into this ledger.
   *
   * @param readings counts those that are broken off
   * @param partner the payer's partner number
   * @param openDay the first day in China that has no statement yet
   * @param appliesAtOnce whether what they prove is recorded without a person
   */
  public TakeStatements(
      StatementIntake intake,
      StatementReadings readings,
      ActLedger acts,
      String partner,
      Supplier<LocalDate> openDay,
      boolean appliesAtOnce,
      ChinaClock clock,
      Alarm alarm) {
    this.intake = intake;
    this.acts = acts;
    this.partner = partner;
    this.openDay = openDay;
    this.appliesAtOnce = appliesAtOnce;
    this.clock = clock;
    this.alarms = new StatementAlarms(alarm);
    this.readings = readings;
  }

  /** Matches the statement in the body, and sets where it is archived; leaves one that rests. */
  public void match(Exchange exchange) throws IOException {
    Original original = InboxArchive.original(exchange);
    Optional<StatementRecord> taken = read(exchange, original);
    if (taken.isPresent()) {
      Checkpoint.STATEMENT_TAKEN.pass();
      exchange.setProperty(STATEMENT, taken.get());
      String folder = taken.get().isRefused() ? ".rejected" : ".done";
      exchange.setProperty(
          InboxArchive.ARCHIVE, ArchiveName.of(folder, original.name(), clock.now()));
    }
  }

  private Optional<StatementRecord> read(Exchange exchange, Original original) throws IOException {
    FileStamp stamp = original.opened().stamp();
    String name = original.name();
    if (stamp.size() > StatementReader.BYTES_MAX) {
      return Optional.of(refuseUnread(name, tooLarge(name, stamp.size())));
    }
    try {
      int broken = readings.begin(name, stamp.size(), stamp.modifiedAt());
      if (broken >= StatementReadings.OFTEN) {
        AfterExchange.run(exchange, AfterExchange.AFTER_MOVE, () -> forgetMoved(exchange, name));
        return Optional.of(giveUp(name, broken));
      }
      StatementRecord statement = take(original);
      exchange.setProperty(READ, name);
      return Optional.of(statement);
    } catch (FileRestsException e) {
      LOG.debug("{}", e.getMessage());
      return Optional.empty();
    } catch (FileChangedException | StaleStateException e) {
      readings.end(name); // that says nothing about the file
      throw e;
    }
  }

  /** One that is still there, because this process was too slow to move it, stays given up. */
  private void forgetMoved(Exchange exchange, String name) {
    if (InboxArchive.isMoved(exchange)) {
      readings.end(name);
    }
  }

  private StatementRecord giveUp(String name, int broken) {
    String shown = Characters.shown(name);
    String reason =
        "The reading of "
            + shown
            + " was broken off "
            + broken
            + " times: it could not be read to its end, or the process ended with it. Look at the"
            + " log, and download it again.";
    return refuseUnread(shown, reason);
  }

  /** Not a byte of it is read: a file with holes may have terabytes. */
  private static String tooLarge(String name, long size) {
    return Characters.shown(name)
        + " has "
        + size
        + " bytes, more than the "
        + StatementReader.BYTES_MAX
        + " of the largest statement.";
  }

  private StatementRecord refuseUnread(String name, String reason) {
    String shown = Characters.shown(name);
    alarms.refused(shown, reason);
    return intake.refuse(shown, "", reason);
  }

  private StatementRecord take(Original original) throws IOException {
    Found found = read(original, Sha256.newDigest());
    original.requireUnchanged();
    return take(found);
  }

  /**
   * Records what is proved and undecided, where no person has to say so: by this statement, and by
   * earlier ones whose proof could not be recorded when they came.
   */
  public void apply(Exchange exchange) {
    StatementRecord statement = exchange.getProperty(STATEMENT, StatementRecord.class);
    if (appliesAtOnce && statement != null && !statement.isRefused()) {
      intake.undecided().forEach(this::apply);
      Checkpoint.STATEMENT_APPLIED.pass();
    }
    String read = exchange.getProperty(READ, String.class);
    if (read != null) {
      readings.end(read);
    }
  }

  /** Whatever is wrong with one, the others do not wait for it. */
  private void apply(StatementRecord statement) {
    try {
      acts.proveBySetting(statement.id())
          .forEach(sentence -> LOG.info("Statement {}: {}", statement.name(), sentence));
    } catch (ActRefusedException e) {
      alarms.notRecorded(statement.name(), e.getMessage());
    } catch (LedgerUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("What statement {} proves is not recorded.", statement.name(), e);
      alarms.notRecorded(statement.name(), "Look at the log; the next statement tries it again.");
    }
  }

  private StatementRecord take(Found found) {
    Optional<StatementRecord> known = intake.again(found.sha256);
    if (known.isPresent()) {
      LOG.info(
          "Statement {}: the same bytes as {}, which was matched before; nothing is done.",
          found.name,
          known.get().name());
      return known.get();
    }
    try {
      StatementFile file = StatementFile.read(found.name, found.bytes, partner, openDay.get());
      StatementRecord statement =
          intake.take(
              found.name, found.sha256, file, fresh -> alarms.contradicts(found.name, fresh));
      if (statement.isRefused()) {
        alarms.refused(found.name, statement.reason());
      } else {
        LOG.info("Statement {}: matched, {} rows.", found.name, statement.rows());
      }
      return statement;
    } catch (UnreadableStatementException e) {
      alarms.refused(found.name, e.getMessage());
      return intake.refuse(found.name, found.sha256, e.getMessage());
    }
  }

  private static Found read(Original original, MessageDigest digest) throws IOException {
    try (DigestInputStream in = new DigestInputStream(original.opened().stream(), digest)) {
      byte[] bytes = in.readNBytes(StatementReader.BYTES_MAX + 1);
      in.transferTo(OutputStream.nullOutputStream());
      return new Found(
          Characters.shown(original.name()), bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }

  /** A file as it was read; more than the largest statement is not kept of it. */
  private record Found(String name, byte[] bytes, String sha256) {}
}

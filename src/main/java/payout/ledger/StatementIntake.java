package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import payout.batch.Characters;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.batch.Language;
import payout.ledger.sql.Database;
import payout.statement.Booking;
import payout.statement.Calibration;
import payout.statement.Match;
import payout.statement.Matcher;
import payout.statement.StatementFile;

/**
 * Takes statements of the account: each is compared with the ledger and with all earlier ones, and
 * what came of it is recorded in one commit, with its output files.
 *
 * <p>Invariants: the same bytes are matched once. A statement changes no payment: what it proves is
 * a proposal. What would pay again what it shows as paid is held. One that contradicts an earlier
 * one about the same booking is refused, and that booking proves nothing from then on, because
 * nobody can tell which of the two is true.
 */
public final class StatementIntake {

  private static final int TRIES_MAX = 10;

  private final Database database;
  private final ChinaClock clock;
  private final Language language;

  StatementIntake(Database database, ChinaClock clock, Language language) {
    this.database = database;
    this.clock = clock;
    this.language = language;
  }

  /** A statement of these bytes that was matched before; counts that they came again. */
  public Optional<StatementRecord> again(String sha256) {
    if (database.read(sql -> StatementTable.find(sql, sha256, "")).isEmpty()) {
      return Optional.empty();
    }
    return database.write(
        sql -> {
          Optional<StatementRecord> known = StatementTable.find(sql, sha256, "");
          if (known.isPresent()) {
            new StatementTable(sql, clock.millis()).seeAgain(known.get());
          }
          return known;
        });
  }

  /**
   * Matches a statement and records it.
   *
   * @param name its name in the folder
   * @param sha256 of its bytes, 64 hexadecimal digits
   * @param teller is told, before the commit, what contradicts the ledger and was not known before,
   *     and in the note which batches are held for it because they would pay it again; it must be
   *     quick and must not use the ledger
   * @return the record; refused when an earlier statement has a booking of it with other content,
   *     or when it concerns more payments than fit into memory
   */
  public StatementRecord take(
      String name, String sha256, StatementFile file, Consumer<List<Match>> teller) {
    Optional<String> tooMany = database.read(sql -> StatementLedger.tooMany(sql, file));
    if (tooMany.isPresent()) {
      return refuse(name, sha256, tooMany.get());
    }
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<StatementRecord> taken = tryOnce(name, sha256, file, teller);
      if (taken.isPresent()) {
        return taken.get();
      }
    }
    throw new ClaimLostException(
        "The statement " + name + " is matched later: others are being matched at the same time.");
  }

  /**
   * Empty when it has to be compared again: another statement was recorded meanwhile, or a line
   * that it proves got its result, which the two may contradict.
   */
  private Optional<StatementRecord> tryOnce(
      String name, String sha256, StatementFile file, Consumer<List<Match>> teller) {
    long turn = database.read(StatementTurn::number);
    List<Booking> disputed = database.read(sql -> StatementRows.disputed(sql, file.rows()));
    List<Match> matches =
        disputed.isEmpty()
            ? Matcher.matchCalibrated(database.read(sql -> StatementLedger.evidence(sql, file)))
            : new ArrayList<>();
    Checkpoint.STATEMENT_COMPARED.pass();
    return database.write(
        sql -> {
          StatementTable table = new StatementTable(sql, clock.millis());
          if (!StatementTurn.take(sql, turn)) {
            return Optional.empty();
          }
          Optional<StatementRecord> known = StatementTable.find(sql, sha256, "");
          if (known.isPresent()) {
            table.seeAgain(known.get());
            return known;
          }
          if (!disputed.isEmpty()) {
            StatementRows.dispute(sql, disputed);
            return Optional.of(refuse(table, sql, name, sha256, disputedSentence(disputed)));
          }
          if (!StatementProofs.areOpen(sql, matches)) {
            return Optional.empty();
          }
          StatementRecord statement = table.add(Characters.shown(name), sha256, file, matches);
          StatementRows.add(sql, statement.id(), file.rows());
          StatementDays.add(sql, statement.id(), file, Calibration.days(matches));
          table.see(matches);
          table.prove(statement.id(), matches);
          List<Match> fresh =
              WaitingRetries.hold(
                  sql, clock.millis(), table.find(statement.id(), matches), language);
          if (!fresh.isEmpty()) {
            teller.accept(fresh);
          }
          return Optional.of(statement);
        });
  }

  /** The statements that prove a line which nobody decided on, the oldest first. */
  public List<StatementRecord> undecided() {
    return database.read(StatementProofs::undecided);
  }

  private static String disputedSentence(List<Booking> disputed) {
    return "An earlier statement has the booking of row "
        + disputed.get(0).row()
        + (disputed.size() == 1 ? "" : ", and of " + (disputed.size() - 1) + " more rows,")
        + " with other content. One of the two was changed; nothing follows from either about it.";
  }

  /**
   * Records that a statement is refused, once for the same bytes and reason.
   *
   * @param sha256 of its bytes; empty for one that could not be read to its end, whose reason names
   *     it
   * @param reason a sentence
   */
  public StatementRecord refuse(String name, String sha256, String reason) {
    return database.write(
        sql -> refuse(new StatementTable(sql, clock.millis()), sql, name, sha256, reason));
  }

  private StatementRecord refuse(
      StatementTable table, payout.ledger.sql.Sql sql, String name, String sha256, String reason)
      throws SQLException {
    Optional<StatementRecord> known = StatementTable.find(sql, sha256, reason);
    if (known.isPresent()) {
      table.seeAgain(known.get());
      return known.get();
    }
    return table.refuse(Characters.shown(name), sha256, clock.today().toString(), reason);
  }
}

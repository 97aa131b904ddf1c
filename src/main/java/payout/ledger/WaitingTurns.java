package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.PayDay;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerUnavailableException;
import payout.ledger.sql.Sql;

/**
 * What the clock decides about files that wait: that nobody approved one in time, that its day has
 * come, or that there is room for it in the limit of today. Each file in a commit of its own.
 */
final class WaitingTurns {

  private static final String WATCH = "watch-waiting";

  private final Database database;
  private final ChinaClock clock;
  private final AcceptRules rules;
  private final WaitReasons reasons;
  private final LedgerGate gate;

  WaitingTurns(
      Database database,
      ChinaClock clock,
      AcceptRules rules,
      WaitReasons reasons,
      LedgerGate gate) {
    this.database = database;
    this.clock = clock;
    this.rules = rules;
    this.reasons = reasons;
    this.gate = gate;
  }

  List<FileRecord> expire(FailedFile failed) {
    return files(which(FileState.AWAITING_APPROVAL)).stream()
        .filter(file -> ActsAllowed.isExpired(file, clock.millis()))
        .map(file -> each(file, this::expire, failed))
        .flatMap(Optional::stream)
        .toList();
  }

  List<FileRecord> acceptWithinLimit(FailedFile failed) {
    if (!rules.nextDay() || !gate.isOpen()) {
      return List.of();
    }
    return files(which(FileState.AWAITING_LIMIT)).stream()
        .map(file -> each(file, this::acceptWithinLimit, failed))
        .flatMap(Optional::stream)
        .toList();
  }

  List<FileRecord> acceptOnDay(FailedFile failed) {
    if (!gate.isOpen()) {
      return List.of();
    }
    return database
        .read(
            sql ->
                sql.list(
                    FileRecord.SELECT
                        + "WHERE state = 'AWAITING_DATE' AND pay_on <= ? ORDER BY pay_on, id",
                    FileRecord::read,
                    PayDay.number(clock.today())))
        .stream()
        .map(file -> each(file, this::acceptOnDay, failed))
        .flatMap(Optional::stream)
        .toList();
  }

  /** While the ledger cannot be written every file fails, and none of them is at fault. */
  private static Optional<FileRecord> each(
      FileRecord file, Function<FileRecord, Optional<FileRecord>> step, FailedFile failed) {
    try {
      return step.apply(file);
    } catch (LedgerUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      failed.accept(file, e);
      return Optional.empty();
    }
  }

  private Optional<FileRecord> acceptOnDay(FileRecord waiting) {
    if (PayDay.isAhead(waiting.payOn(), rules.dayStart(), clock)) {
      return Optional.empty();
    }
    return database.write(
        sql -> {
          FileRecord file = FileTable.lock(sql, waiting.id());
          if (!gate.isOpen() || file.state() != FileState.AWAITING_DATE) {
            return Optional.empty();
          }
          long now = clock.millis();
          if (DayLimit.add(sql, clock.today(), file.amount(), rules.dayMax())) {
            FileSteps.accept(sql, now, file, reasons.leftOut(file), WATCH, "its day has come");
          } else {
            new FileTable(sql, now, WATCH)
                .awaitLimit(file, reasons.limit(rules), "its day has come");
          }
          return Optional.of(Arrivals.get(sql, file.id()));
        });
  }

  /** In the words of the index that answers it. */
  static String which(FileState state) {
    return switch (state) {
      case AWAITING_APPROVAL -> "state = 'AWAITING_APPROVAL'";
      case AWAITING_DATE -> "state = 'AWAITING_DATE'";
      case AWAITING_LIMIT -> "state = 'AWAITING_LIMIT'";
      default -> throw new IllegalArgumentException("No file waits as " + state + ".");
    };
  }

  private List<FileRecord> files(String which) {
    return database.read(
        sql -> sql.list(FileRecord.SELECT + "WHERE " + which + " ORDER BY id", FileRecord::read));
  }

  private Optional<FileRecord> expire(FileRecord late) {
    return database.write(
        sql -> {
          FileRecord file = FileTable.lock(sql, late.id());
          if (file.state() != FileState.AWAITING_APPROVAL) {
            return Optional.empty();
          }
          FileSteps.reject(sql, clock.millis(), file, reasons.expired(), WATCH);
          return Optional.of(late);
        });
  }

  private Optional<FileRecord> acceptWithinLimit(FileRecord waiting) {
    boolean room =
        database.read(sql -> DayLimit.fits(sql, clock.today(), waiting.amount(), rules.dayMax()));
    return room ? database.write(sql -> acceptWithinLimit(sql, waiting)) : Optional.empty();
  }

  private Optional<FileRecord> acceptWithinLimit(Sql sql, FileRecord waiting) throws SQLException {
    FileRecord file = FileTable.lock(sql, waiting.id());
    if (!gate.isOpen()
        || file.state() != FileState.AWAITING_LIMIT
        || !DayLimit.add(sql, clock.today(), file.amount(), rules.dayMax())) {
      return Optional.empty();
    }
    String detail = "within the limit of the day";
    FileSteps.accept(sql, clock.millis(), file, reasons.leftOut(file), WATCH, detail);
    return Optional.of(waiting);
  }
}

package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import payout.batch.ChinaClock;
import payout.batch.LineCodec;
import payout.batch.PayoutLine;
import payout.ledger.account.AccountEntry;
import payout.ledger.account.AccountIndex;
import payout.ledger.page.Pairs;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * Brings the accounts of files into their index that were accepted without it: by an earlier
 * program, also one that still runs beside this one while nodes are replaced.
 *
 * <p>It goes in rounds, from the newest file back: it reads the lines of up to 500 000 payments,
 * sorts their accounts, and adds them in slices. Without the sort each slice would rewrite the
 * whole index. Each {@link #step} is one small read or one small commit. The commit of the last
 * slice records how far the files of the round are indexed; whoever goes on after a crash reads the
 * round again, and what is in the index already is not added twice.
 *
 * <p>One process at a time does it, by the row {@code accounts} of {@code lease}. It leaves the
 * index alone while a file is being decided.
 */
public final class AccountBacklog {

  private static final String UNINDEXED =
      " FROM payout_file WHERE accounts_from IS NOT NULL"
          + " AND state NOT IN ('RECEIVED', 'REJECTED', 'DUPLICATE') ORDER BY id DESC LIMIT ?";

  private static final int FILES_A_LOOK = 1000;
  private static final int LINES_A_ROUND = 500_000;
  private static final int BATCHES_A_STEP = 10;
  private static final int PAIRS_A_STEP = 10_000;
  private static final long LEASE_MS = TimeUnit.SECONDS.toMillis(20);

  private final Database database;
  private final ChinaClock clock;
  private final String owner;
  private final LedgerGate gate;
  private final int linesARound;
  private final int pairsAStep;

  /** What this process works on; null between two rounds. */
  private Round round;

  private long leaseUntil;

  AccountBacklog(Database database, ChinaClock clock, String owner, LedgerGate gate) {
    this(database, clock, owner, gate, LINES_A_ROUND, PAIRS_A_STEP);
  }

  /** The same with shorter rounds and commits. */
  AccountBacklog(
      Database database,
      ChinaClock clock,
      String owner,
      LedgerGate gate,
      int linesARound,
      int pairsAStep) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
    this.gate = gate;
    this.linesARound = linesARound;
    this.pairsAStep = pairsAStep;
  }

  /**
   * Until when the newest file came whose accounts are not all in the index, milliseconds since
   * 1970; 0 when there is none.
   */
  static long receivedUntil(Sql sql) throws SQLException {
    return sql.number("SELECT received_at" + UNINDEXED, 1);
  }

  /**
   * Does a small part of what is left.
   *
   * @return whether it did something, so that another step may follow at once; false when nothing
   *     is left, and when another process does it or decides about a file
   */
  public synchronized boolean step() {
    if (!gate.isOpen() || !isOurs()) {
      round = null;
      return false;
    }
    if (round == null) {
      round = database.read(this::begin);
      return round != null;
    }
    return round.isRead ? add() : database.read(this::read);
  }

  /** Asks only the ledger's own rows; a ledger whose index is whole costs one look. */
  private boolean isOurs() {
    if (round == null && database.read(AccountBacklog::receivedUntil) == 0) {
      return false;
    }
    long now = clock.millis();
    if (now < leaseUntil - LEASE_MS / 2) {
      return true;
    }
    boolean ours =
        database.write(
            sql ->
                sql.update(
                        "INSERT INTO lease (name, owner, lease_until) VALUES ('accounts', ?, ?)"
                            + " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner,"
                            + " lease_until = excluded.lease_until"
                            + " WHERE lease.owner = excluded.owner OR lease.lease_until < ?",
                        owner,
                        now + LEASE_MS,
                        now)
                    == 1);
    leaseUntil = ours ? now + LEASE_MS : 0;
    return ours;
  }

  private Round begin(Sql sql) throws SQLException {
    List<Part> parts =
        sql.list(
            "SELECT id, accounts_from" + UNINDEXED,
            row -> new Part(row.getLong(1), row.getInt(2)),
            FILES_A_LOOK);
    return parts.isEmpty() ? null : new Round(parts);
  }

  /** Reads a few batches of the file that the round has come to. */
  private boolean read(Sql sql) throws SQLException {
    Part part = round.current();
    List<Integer> places =
        sql.list(
            "SELECT b.place, l.data FROM batch b JOIN batch_lines l ON l.batch_id = b.id"
                + " WHERE b.file_id = ? AND b.place >= ? ORDER BY b.place LIMIT ?",
            row -> {
              round.collect(part, row.getInt(1), LineCodec.decodeLines(row.getBytes(2)));
              return row.getInt(1);
            },
            part.fileId,
            part.next,
            BATCHES_A_STEP);
    part.next = places.isEmpty() ? part.next : places.get(places.size() - 1) + 1;
    part.isWhole = places.size() < BATCHES_A_STEP;
    round.readOn(linesARound);
    return true;
  }

  /** Adds a slice; the last one ends the round. */
  private boolean add() {
    int to = Math.min(round.added + pairsAStep, round.pairs.size());
    boolean last = to == round.pairs.size();
    Progress progress =
        database.write(
            sql -> {
              if (!isStillOurs(sql)) {
                return Progress.LOST;
              }
              if (!IntakeTurn.lockIfFree(sql, clock.millis())) {
                return Progress.NOT_NOW;
              }
              AccountIndex.add(sql, round.pairs.slice(round.added, to));
              if (last) {
                round.record(sql);
              }
              return Progress.ADDED;
            });
    if (progress == Progress.ADDED) {
      round.added = to;
    }
    if (progress == Progress.LOST) {
      leaseUntil = 0;
    }
    round = progress == Progress.LOST || progress == Progress.ADDED && last ? null : round;
    return progress == Progress.ADDED;
  }

  private boolean isStillOurs(Sql sql) throws SQLException {
    return sql.update(
            "UPDATE lease SET lease_until = ? WHERE name = 'accounts' AND owner = ?",
            clock.millis() + LEASE_MS,
            owner)
        == 1;
  }

  /** What became of a slice. */
  private enum Progress {
    ADDED,
    /** A file is being decided. */
    NOT_NOW,
    /** Another process goes on. */
    LOST
  }

  /** Files with the pairs of their lines. */
  private static final class Round {

    private final List<Part> parts;
    private final Pairs pairs = new Pairs(0);
    private int at;
    private long lines;
    private boolean isRead;
    private int added;

    Round(List<Part> parts) {
      this.parts = new ArrayList<>(parts);
    }

    Part current() {
      return parts.get(at);
    }

    void collect(Part part, int place, List<PayoutLine> content) {
      for (PayoutLine line : content) {
        AccountIndex.collect(pairs, part.fileId, AccountEntry.of(line, place));
      }
      lines += content.size();
    }

    /** Goes on to the next file behind a whole one, unless the round has enough. */
    void readOn(int enough) {
      at += current().isWhole ? 1 : 0;
      if (lines >= enough || at == parts.size()) {
        pairs.sort();
        isRead = true;
      }
    }

    /** Files that the round did not come to stay as they were. */
    void record(Sql sql) throws SQLException {
      for (Part part : parts.subList(0, Math.min(at + 1, parts.size()))) {
        FileTable.accountsAreIndexed(sql, part.fileId, part.isWhole ? null : part.next);
      }
    }
  }

  /** A file, and from which place on its batches are not in the round. */
  private static final class Part {

    private final long fileId;
    private int next;
    private boolean isWhole;

    Part(long fileId, int next) {
      this.fileId = fileId;
      this.next = next;
    }
  }
}

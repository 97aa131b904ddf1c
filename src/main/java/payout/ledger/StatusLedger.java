package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import payout.batch.ChinaClock;
import payout.batch.LineResult;
import payout.batch.Money;
import payout.batch.Payer;
import payout.batch.PayoutLine;
import payout.ledger.account.AccountIndex;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;
import payout.ledger.sql.Database;

/** Queries. Changes nothing. */
public final class StatusLedger {

  private final Database database;
  private final ChinaClock clock;

  StatusLedger(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** All files, the newest first, at most so many. */
  public List<FileRecord> files(int count) {
    return database.read(
        sql -> sql.list(FileRecord.SELECT + "ORDER BY id DESC LIMIT ?", FileRecord::read, count));
  }

  /** The files that are not final, the newest first, at most so many. */
  public List<FileRecord> openFiles(int count) {
    return database.read(
        sql ->
            sql.list(
                FileRecord.SELECT
                    + "WHERE state <> 'SETTLED' AND state NOT IN ('REJECTED', 'DUPLICATE')"
                    + " ORDER BY id DESC LIMIT ?",
                FileRecord::read,
                count));
  }

  /** The files of this name, or whose SHA-256 starts so; the newest first. */
  public List<FileRecord> files(String nameOrHash) {
    return database.read(sql -> Arrivals.named(sql, nameOrHash));
  }

  /** The newest files of exactly this name, at most so many. */
  public List<FileRecord> named(String name, int count) {
    return database.read(
        sql ->
            sql.list(
                FileRecord.SELECT + "WHERE name = ? ORDER BY id DESC LIMIT ?",
                FileRecord::read,
                name,
                count));
  }

  /** The nodes that were seen within a day, by name; those that ended in order are not there. */
  public List<NodeRecord> nodes() {
    long from = clock.millis() - NodeTable.REMEMBERED_MS;
    return database.read(NodeTable::all).stream().filter(each -> each.seenAt() >= from).toList();
  }

  /**
   * Files of the archives and the outbox that the ledger does not know, at most so many; one that
   * several nodes found is listed once.
   */
  public List<LostFile> lostFiles(int count) {
    return database.read(
        sql ->
            sql.list(
                "SELECT place, name, MIN(node) AS node, MIN(found_at) AS found_at FROM lost_file"
                    + " GROUP BY place, name ORDER BY place, name LIMIT ?",
                LostFile::read,
                count));
  }

  /**
   * How settings differ from those of the nodes that live, a phrase for each; empty where none
   * lives.
   *
   * @param own settings by name; others of the nodes are not compared
   */
  public List<String> differencesFromNodes(Map<String, String> own) {
    return nodes().stream().anyMatch(each -> each.isSeen(now()))
        ? database.read(sql -> CommonSettings.differences(sql, own))
        : List.of();
  }

  /** The time of the ledger, milliseconds since 1970. */
  public long now() {
    return clock.millis();
  }

  /** The file of this id. */
  public FileRecord file(long fileId) {
    return database.read(
        sql ->
            sql.first(FileRecord.SELECT + "WHERE id = ?", FileRecord::read, fileId).orElseThrow());
  }

  /** The file of a number that somebody named; empty when there is none. */
  public Optional<FileRecord> findFile(long fileId) {
    return database.read(sql -> Arrivals.find(sql, fileId));
  }

  /** The batches of a file, in order. */
  public List<BatchRecord> batches(long fileId) {
    return database.read(
        sql ->
            sql.list(
                BatchRecord.SELECT + "WHERE file_id = ? AND batch_no IS NOT NULL ORDER BY place",
                BatchRecord::read,
                fileId));
  }

  /** The batches of this number; more than one only where the gateway refused the earlier ones. */
  public List<BatchRecord> batches(String batchNo) {
    return database.read(
        sql ->
            sql.list(
                BatchRecord.SELECT + "WHERE batch_no = ? ORDER BY id", BatchRecord::read, batchNo));
  }

  /** Every payment under this serial, the oldest first. */
  public List<LineStatus> lines(String serial) {
    return database.read(
        sql -> {
          List<LineStatus> found = new ArrayList<>();
          for (long batchId : SerialIndex.batches(sql, SerialEntry.hash(serial))) {
            BatchContent content = Contents.read(sql, Contents.batch(sql, batchId));
            for (int i = 0; i < content.lines().size(); i++) {
              if (content.lines().get(i).serial().equals(serial)) {
                found.add(
                    new LineStatus(
                        content.batch(), content.lines().get(i), content.results().get(i)));
              }
            }
          }
          return found;
        });
  }

  /** The accepted file with these bytes that prevents them from being accepted again. */
  public Optional<FileRecord> takenBefore(String sha256) {
    return database.read(sql -> Duplicates.stillCounts(sql, clock.millis(), sha256, 0));
  }

  /** See {@link IntakeLedger#timesAgain}. */
  public int timesAgain(String sha256) {
    return database.read(sql -> Grants.times(sql, sha256, clock.millis()));
  }

  /** See {@link IntakeLedger#isUsed}. */
  public boolean isUsed(String batchNo, String sha256, List<PayoutLine> lines) {
    return database.read(sql -> Numbering.isUsed(sql, clock.millis(), batchNo, sha256, lines));
  }

  /** See {@link IntakeLedger#isLost}. */
  public boolean isLost(FileRecord file) {
    return database.read(sql -> LostFiles.isLost(sql, file));
  }

  /** The batches that may hold one of these serials; see {@link IntakeLedger#addSerials}. */
  public List<SerialIndex.Hit> serialHits(long[] entries) {
    return database.read(sql -> SerialIndex.find(sql, 0, entries));
  }

  /** See {@link IntakeLedger#lookback}; null when nothing is looked at. */
  public Lookback lookback(LookbackRules rules) {
    return rules.isOff() ? null : database.read(sql -> new Lookback(sql, rules, clock.today()));
  }

  /** See {@link IntakeLedger#findAccounts}. */
  public Lookback.Found accountHits(long[] entries, Lookback lookback) {
    return database.read(
        sql -> lookback.found(sql, entries, AccountIndex.find(sql, 0, entries, lookback)));
  }

  /** See {@link IntakeLedger#batchesOfSerial}. */
  public List<Long> batchesOfSerial(String serial) {
    return database.read(sql -> SerialIndex.batches(sql, SerialEntry.hash(serial)));
  }

  /** See {@link IntakeLedger#lastPayment}. */
  public Optional<Payment> lastPayment(String account) {
    return database.read(sql -> EarlierPayee.last(sql, account));
  }

  /** See {@link IntakeLedger#paidAfterAll}. */
  public List<PaidAfterAll> paidAfterAll() {
    return database.read(PaidAfterAll::all);
  }

  /** See {@link IntakeLedger#wasPaid}. */
  public boolean wasPaid(String account) {
    return database.read(sql -> EarlierPayee.wasPaid(sql, account));
  }

  /** The sum of the files that were accepted on a day of China. */
  public Money accepted(LocalDate day) {
    return database.read(sql -> DayLimit.sum(sql, day));
  }

  /** A batch with its lines and their results. */
  public BatchContent content(long batchId) {
    return database.read(sql -> Contents.read(sql, Contents.batch(sql, batchId)));
  }

  /** See {@link IntakeLedger#content}. */
  public Optional<BatchContent> contentIfThere(long batchId) {
    return database.read(sql -> Contents.find(sql, batchId));
  }

  /** See {@link IntakeLedger#origin}. */
  public IntakeStore.Origin origin(long batchId) {
    return database.read(sql -> IntakeStore.Origin.of(sql, batchId));
  }

  /** Counts of batches for operators and probes. */
  public Totals totals() {
    return database.read(
        sql ->
            new Totals(
                sql.number("SELECT COUNT(*) FROM batch WHERE due_at IS NOT NULL"),
                sql.number("SELECT COUNT(*) FROM batch WHERE state = 'SENDING'"),
                sql.number("SELECT COUNT(*) FROM publication WHERE published_at IS NULL"),
                sql.number(
                    "SELECT COUNT(*) FROM batch WHERE state = 'TAKEN' AND overdue_at IS NOT NULL"),
                sql.number("SELECT COUNT(*) FROM batch WHERE state = 'UNKNOWN'"),
                sql.number("SELECT COUNT(*) FROM batch WHERE state = 'HELD'")));
  }

  /** Why sending is paused for a payer: the gateway's code; empty when it is not paused. */
  public Optional<String> pause(String partner) {
    return database.read(
        sql ->
            sql.first(
                "SELECT code FROM pause WHERE partner = ?", row -> row.getString(1), partner));
  }

  /**
   * Open batches that must not be sent under the settings of this payer: made for another payer, or
   * perhaps already sent to another gateway or in another charset.
   *
   * @param count at most so many
   */
  public List<Foreign> openForOther(Payer payer, int count) {
    List<Object> arguments = new ArrayList<>(DueBatches.pin(payer));
    arguments.add(count);
    return database.read(
        sql ->
            sql.list(
                "SELECT b.batch_no, f.partner, f.email, f.account_name,"
                    + " f.buyer_account_name, COALESCE(b.gateway, f.gateway) AS gateway,"
                    + " COALESCE(b.charset, f.charset) AS charset"
                    // A CROSS JOIN lets SQLite begin with the few files that are open.
                    + " FROM payout_file f CROSS JOIN batch b WHERE b.file_id = f.id"
                    + " AND f.state NOT IN ('SETTLED', 'REJECTED', 'DUPLICATE', 'RECEIVED')"
                    + " AND b.state NOT IN ('SETTLED', 'REFUSED')"
                    + " AND NOT ("
                    + DueBatches.SAME_PIN
                    + ") ORDER BY b.id LIMIT ?",
                row -> Foreign.read(row, payer),
                arguments.toArray()));
  }

  /** The events of a file without those of its batches, the oldest first. */
  public List<Event> events(FileRecord file) {
    return database.read(sql -> inOrder(EventReader.lastOfFile(sql, file.id(), Integer.MAX_VALUE)));
  }

  /** The newest events of a file without those of its batches, at most so many. */
  public List<Event> lastEvents(FileRecord file, int count) {
    return database.read(
        sql -> EventReader.lastOfFile(sql, file.id(), count).stream().map(Event::of).toList());
  }

  /** The events of a batch and its file, the oldest first. */
  public List<Event> events(BatchRecord batch) {
    return database.read(
        sql -> {
          List<PackedEvent> all =
              new ArrayList<>(EventReader.lastOfFile(sql, batch.fileId(), Integer.MAX_VALUE));
          all.addAll(EventReader.lastOfBatch(sql, batch.id(), Integer.MAX_VALUE));
          return inOrder(all);
        });
  }

  private static List<Event> inOrder(List<PackedEvent> events) {
    return events.stream()
        .sorted(Comparator.comparingLong(PackedEvent::id))
        .map(Event::of)
        .toList();
  }

  /** The last events of a batch, without those of its file, the newest first, at most so many. */
  public List<Event> lastEvents(BatchRecord batch, int max) {
    return database.read(
        sql -> EventReader.lastOfBatch(sql, batch.id(), max).stream().map(Event::of).toList());
  }

  /**
   * An open batch that must not be sent under the current settings.
   *
   * @param batchNo its number
   * @param ofPayer whether it was made for the payer of the settings, so that only gateway or
   *     charset differ
   * @param gateway the gateway that it may have been sent to
   * @param charset the charset that it may have been sent in
   */
  public record Foreign(String batchNo, boolean ofPayer, String gateway, String charset) {

    /** Whether the other one may have been sent to the same gateway in the same charset. */
    public boolean isForTheSame(Foreign other) {
      return gateway.equals(other.gateway) && charset.equals(other.charset);
    }

    private static Foreign read(ResultSet row, Payer payer) throws SQLException {
      return new Foreign(
          row.getString("batch_no"),
          row.getString("partner").equals(payer.partner())
              && row.getString("email").equals(payer.email())
              && row.getString("account_name").equals(payer.accountName())
              && row.getString("buyer_account_name").equals(payer.buyerAccountName()),
          row.getString("gateway"),
          row.getString("charset"));
    }
  }

  /**
   * A payment and its state.
   *
   * @param batch its batch
   * @param line what was to be paid
   * @param result its result
   */
  public record LineStatus(BatchRecord batch, PayoutLine line, LineResult result) {}

  /**
   * Counts.
   *
   * @param waiting batches that will be posted now or later
   * @param sending batches with a post in flight
   * @param unpublished files that are not in the outbox yet
   * @param overdue taken batches with open lines for which the gateway sends no more notifies
   * @param unknown batches for which it is unknown whether the gateway has them
   * @param held batches that wait for an operator
   */
  public record Totals(
      long waiting, long sending, long unpublished, long overdue, long unknown, long held) {}

  /**
   * A step of a file or a batch.
   *
   * @param at when, milliseconds since 1970
   * @param kind what happened
   * @param from the state before; null for a file
   * @param to the state after; null for a file
   * @param cause who or what caused it
   * @param detail details; may be empty
   * @param node on which node; empty for a command
   */
  public record Event(
      long at, String kind, String from, String to, String cause, String detail, String node) {

    static Event of(PackedEvent event) {
      return new Event(
          event.at(),
          event.kind(),
          event.from(),
          event.to(),
          event.cause(),
          event.detail(),
          event.node());
    }
  }
}

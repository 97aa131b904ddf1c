package payout.ledger;

import java.util.List;
import java.util.Optional;
import payout.batch.Fault;
import payout.batch.LineCodec;
import payout.batch.RejectedLine;
import payout.ledger.sql.Database;
import payout.statement.MatchRow;

/**
 * The content of the files in the outbox. After a crash the same file is written again, with the
 * same name and content, because it is made only from final states.
 */
public final class PublicationLedger {

  private final Database database;
  private final LaterCorrections later;

  PublicationLedger(Database database) {
    this(database, LaterCorrections.NONE);
  }

  private PublicationLedger(Database database, LaterCorrections later) {
    this.database = database;
    this.later = later;
  }

  /** The content as it was when this file was written, without what was corrected since. */
  public PublicationLedger asOf(Publication written) {
    return new PublicationLedger(
        database, database.read(sql -> LaterCorrections.than(sql, written)));
  }

  /**
   * The files that are not in the outbox yet, the oldest first, at most so many; claims nothing.
   */
  public List<Publication> due(int count) {
    return database.read(
        sql ->
            sql.list(
                Publication.SELECT + "WHERE p.published_at IS NULL ORDER BY p.id LIMIT ?",
                Publication::read,
                count));
  }

  /** A file that is recorded as being in the outbox; empty when none of this id is. */
  public Optional<Publication> published(long id) {
    return database.read(
        sql ->
            sql.first(
                Publication.SELECT + "WHERE p.id = ? AND p.published_at IS NOT NULL",
                Publication::read,
                id));
  }

  /** The files about a payout file that are recorded as being in the outbox, the oldest first. */
  public List<Publication> publishedOf(long fileId) {
    return database.read(
        sql ->
            sql.list(
                Publication.SELECT
                    + "WHERE p.file_id = ? AND p.published_at IS NOT NULL ORDER BY p.id",
                Publication::read,
                fileId));
  }

  /**
   * What is recorded as being in the outbox about a payout file as a whole, the oldest first, at
   * most so many.
   */
  public List<Publication> publishedOf(FileRecord file, int count) {
    return database.read(
        sql ->
            sql.list(
                Publication.SELECT
                    + "WHERE p.file_id = ? AND p.kind IN ('ACK', 'WAITING', 'REJECTS', 'WARNINGS',"
                    + " 'RESULT', 'RESULT_SHEET', 'RETRY', 'CORRECTION') AND p.batch_id = 0"
                    + " AND p.published_at IS NOT NULL"
                    + " ORDER BY p.id LIMIT ?",
                Publication::read,
                file.id(),
                count));
  }

  /** The same about the batches of a file with ids in this range, both included. */
  public List<Publication> publishedOfBatches(FileRecord file, long first, long last) {
    return database.read(
        sql ->
            sql.list(
                Publication.SELECT
                    + "WHERE p.file_id = ? AND p.kind = 'BATCH_RESULT' AND p.batch_id >= ?"
                    + " AND p.batch_id <= ? AND p.published_at IS NOT NULL ORDER BY p.batch_id",
                Publication::read,
                file.id(),
                first,
                last));
  }

  /** The first faults of a file. */
  public List<Fault> faults(FileRecord file) {
    return database.read(
        sql ->
            sql.first(
                    "SELECT data FROM file_faults WHERE file_id = ?",
                    row -> row.getBytes(1),
                    file.id())
                .map(LineCodec::decodeFaults)
                .orElse(List.of()));
  }

  /** The first warnings about a file; they name no account. */
  public List<Fault> warnings(FileRecord file) {
    return database.read(
        sql ->
            sql.first(
                    "SELECT data FROM file_warnings WHERE file_id = ?",
                    row -> row.getBytes(1),
                    file.id())
                .map(LineCodec::decodeFaults)
                .orElse(List.of()));
  }

  /** How many warnings a file has, reported or not. */
  public long warningsTotal(FileRecord file) {
    return database.read(
        sql -> sql.number("SELECT total FROM file_warnings WHERE file_id = ?", file.id()));
  }

  /** How many faults a file has, reported or not. */
  public long faultsTotal(FileRecord file) {
    return database.read(
        sql -> sql.number("SELECT total FROM file_faults WHERE file_id = ?", file.id()));
  }

  /** A batch with its lines and results. */
  public BatchContent content(long batchId) {
    return later.takenBack(database.read(sql -> Contents.read(sql, Contents.batch(sql, batchId))));
  }

  /**
   * The state of the files when a day of China was closed.
   *
   * @param day yyyymmdd
   */
  public DayReport report(int day) {
    return database.read(sql -> DayLedger.report(sql, day));
  }

  /** A statement of the account that was matched or refused. */
  public StatementRecord statement(int id) {
    return database.read(sql -> StatementTable.find(sql, id)).orElseThrow();
  }

  /** What a statement said, as it was when it was matched. */
  public List<MatchRow> matches(int statement) {
    return database.read(
        sql ->
            sql.first(
                    "SELECT report FROM statement WHERE id = ?",
                    row -> MatchCodec.decode(row.getBytes(1)),
                    statement)
                .orElseThrow());
  }

  /** The line that a correction of a file changed, with its new result, in its batch. */
  public BatchContent correction(FileRecord file, int number) {
    return database.read(
        sql ->
            sql.first(
                    "SELECT batch_id, line, after FROM correction WHERE file_id = ? AND number = ?",
                    row -> {
                      BatchRecord batch = Contents.batch(sql, row.getLong("batch_id"));
                      int line = row.getInt("line");
                      return new BatchContent(
                          batch,
                          List.of(Contents.lines(sql, batch.id()).get(line)),
                          LineCodec.decodeResults(row.getBytes("after")));
                    },
                    file.id(),
                    number)
                .orElseThrow());
  }

  /** The next batch of a file after a place, with its lines and results. */
  public Optional<BatchContent> contentAfter(FileRecord file, int place) {
    Optional<BatchContent> found =
        database.read(
            sql -> {
              Optional<BatchRecord> next =
                  sql.first(
                      BatchRecord.SELECT + "WHERE file_id = ? AND place > ? ORDER BY place LIMIT 1",
                      BatchRecord::read,
                      file.id(),
                      place);
              return next.isEmpty()
                  ? Optional.empty()
                  : Optional.of(Contents.read(sql, next.get()));
            });
    return found.map(later::takenBack);
  }

  /** The next chunk of lines that were left out of a file. */
  public Optional<RejectedChunk> rejectedAfter(FileRecord file, int chunk) {
    return database.read(
        sql ->
            sql.first(
                "SELECT chunk, data FROM rejected_lines WHERE file_id = ? AND chunk > ?"
                    + " ORDER BY chunk LIMIT 1",
                row ->
                    new RejectedChunk(
                        row.getInt("chunk"), LineCodec.decodeRejected(row.getBytes("data"))),
                file.id(),
                chunk));
  }

  /**
   * Lines that were left out, in the order of the file.
   *
   * @param chunk the chunk's number
   * @param lines its lines
   */
  public record RejectedChunk(int chunk, List<RejectedLine> lines) {}
}

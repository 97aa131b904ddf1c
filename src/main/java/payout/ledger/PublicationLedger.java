package payout.ledger;

import java.util.List;
import java.util.Optional;
import payout.batch.Fault;
import payout.batch.LineCodec;
import payout.batch.RejectedLine;
import payout.ledger.sql.Database;

/**
 * The content of the files in the outbox. After a crash the same file is written again, with the
 * same name and content, because it is made only from final states.
 */
public final class PublicationLedger {

  private final Database database;

  PublicationLedger(Database database) {
    this.database = database;
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

  /** How many faults a file has, reported or not. */
  public long faultsTotal(FileRecord file) {
    return database.read(
        sql -> sql.number("SELECT total FROM file_faults WHERE file_id = ?", file.id()));
  }

  /** A batch without its lines. */
  public BatchRecord batch(long batchId) {
    return database.read(sql -> Contents.batch(sql, batchId));
  }

  /** A batch with its lines and results. */
  public BatchContent content(long batchId) {
    return database.read(sql -> Contents.read(sql, Contents.batch(sql, batchId)));
  }

  /**
   * The state of the files when a day of China was closed.
   *
   * @param day yyyymmdd
   */
  public DayReport report(int day) {
    return database.read(sql -> DayLedger.report(sql, day));
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
    return database.read(
        sql -> {
          Optional<BatchRecord> next =
              sql.first(
                  BatchRecord.SELECT + "WHERE file_id = ? AND place > ? ORDER BY place LIMIT 1",
                  BatchRecord::read,
                  file.id(),
                  place);
          return next.isEmpty() ? Optional.empty() : Optional.of(Contents.read(sql, next.get()));
        });
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

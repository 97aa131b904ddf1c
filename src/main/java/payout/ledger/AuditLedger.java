package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import payout.batch.ChinaClock;
import payout.batch.Money;
import payout.batch.PersonNames;
import payout.ledger.sql.Database;

/**
 * The audit trail: who did what, when, from where and why.
 *
 * <p>Acts on files, batches and payers are in it by themselves, each in its own transaction; what
 * else persons do is recorded here. Nothing changes or deletes an entry.
 */
public final class AuditLedger {

  /** A page has at most so many entries. */
  public static final int PAGE_MAX = 200;

  private final Database database;
  private final ChinaClock clock;

  AuditLedger(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Records what a person did that is no act on a file or batch.
   *
   * @param who the name of the log-in. Empty for a log-in that failed under an unknown name: people
   *     type passwords into the wrong field
   * @param about what it was about; no account and no secret
   * @param detail details, at most 1000 characters; no account, name of a payee or secret
   */
  public void record(AuditKind kind, String who, Source from, About about, String detail) {
    database.write(
        sql -> {
          AuditTable.add(sql, clock.millis(), kind, who, from, about, Seen.NOTHING, "", detail);
          return null;
        });
  }

  /**
   * The newest entries, or those before a position.
   *
   * @param before where the last page ended; empty for the first page
   * @param count at most {@value #PAGE_MAX}
   */
  public Page page(Filter filter, Optional<Position> before, int count) {
    int limit = Math.min(count, PAGE_MAX);
    List<Object> arguments = new ArrayList<>();
    String where = filter.where(arguments);
    Position end = before.orElse(new Position(filter.to(), 0));
    arguments.addAll(List.of(filter.from(), end.at(), end.id(), limit));
    List<Entry> entries =
        database.read(
            sql ->
                sql.list(
                    "SELECT * FROM audit WHERE "
                        + where
                        + "at >= ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?",
                    Entry::read,
                    arguments.toArray()));
    return new Page(
        entries,
        entries.size() < limit
            ? Optional.empty()
            : Optional.of(entries.get(entries.size() - 1).position()));
  }

  /** Every entry, the newest first; read page by page while the stream is used. */
  public Stream<Entry> entries(Filter filter) {
    return Stream.iterate(
            Optional.of(page(filter, Optional.empty(), PAGE_MAX)),
            Optional::isPresent,
            page -> page.get().next().map(at -> page(filter, Optional.of(at), PAGE_MAX)))
        .flatMap(page -> page.get().entries().stream());
  }

  /**
   * Which entries.
   *
   * @param who of this person; null for all
   * @param kind of this kind; null for all
   * @param from not before this time, milliseconds since 1970
   * @param to before this time, milliseconds since 1970
   * @param fileId about this file or one of its batches; 0 for all
   * @param batchId about this batch; 0 for all
   */
  public record Filter(String who, AuditKind kind, long from, long to, long fileId, long batchId) {

    /** All of them. */
    public static final Filter ALL = new Filter(null, null, 0, Long.MAX_VALUE, 0, 0);

    /** Those of a person among these. */
    public Filter by(String person) {
      return new Filter(person, kind, from, to, fileId, batchId);
    }

    /** Those of a kind among these. */
    public Filter of(AuditKind which) {
      return new Filter(who, which, from, to, fileId, batchId);
    }

    /** Those within a time among these. */
    public Filter between(long first, long end) {
      return new Filter(who, kind, first, end, fileId, batchId);
    }

    /** Those about a file or its batches among these. */
    public Filter ofFile(long file) {
      return new Filter(who, kind, from, to, file, batchId);
    }

    /** Those about a batch among these. */
    public Filter ofBatch(long batch) {
      return new Filter(who, kind, from, to, fileId, batch);
    }

    /**
     * The conditions, so written that each combination has one index: the batch's, otherwise the
     * file's, otherwise that of person and kind. What is concatenated or added to has none.
     */
    private String where(List<Object> arguments) {
      if (batchId != 0) {
        arguments.add(batchId);
        return "batch_id = ? AND " + rest(fileId, arguments);
      }
      if (fileId != 0) {
        arguments.add(fileId);
        return "file_id = ? AND " + rest(0, arguments);
      }
      if (who != null && kind != null) {
        arguments.add(PersonNames.folded(who) + " " + kind.name());
        return "person || ' ' || kind = ? AND ";
      }
      if (who != null) {
        arguments.add(PersonNames.folded(who));
        return "person = ? AND ";
      }
      if (kind != null) {
        arguments.add(kind.name());
        return "kind = ? AND ";
      }
      return "";
    }

    private String rest(long file, List<Object> arguments) {
      StringBuilder rest = new StringBuilder();
      if (file != 0) {
        rest.append("file_id + 0 = ? AND ");
        arguments.add(file);
      }
      if (who != null) {
        rest.append("person || '' = ? AND ");
        arguments.add(PersonNames.folded(who));
      }
      if (kind != null) {
        rest.append("kind || '' = ? AND ");
        arguments.add(kind.name());
      }
      return rest.toString();
    }
  }

  /**
   * A position in the trail.
   *
   * @param at milliseconds since 1970
   * @param id of the entry
   */
  public record Position(long at, long id) {

    /** A position from an address; empty when it is none. */
    public static Optional<Position> parse(String text) {
      if (text == null || !text.matches("[0-9]{1,18}-[0-9]{1,18}")) {
        return Optional.empty();
      }
      int dash = text.indexOf('-');
      return Optional.of(
          new Position(
              Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1))));
    }

    /** For an address. */
    @Override
    public String toString() {
      return at + "-" + id;
    }
  }

  /**
   * Some entries, the newest first.
   *
   * @param next where the next page begins; empty where none can follow
   */
  public record Page(List<Entry> entries, Optional<Position> next) {}

  /**
   * What a person did.
   *
   * @param id the ledger's own number
   * @param at when, milliseconds since 1970
   * @param kind what
   * @param who the name, as it was given
   * @param from from where
   * @param node on which node; empty for a command
   * @param about about what
   * @param touches the lines, the sum and the bytes that it touched
   * @param reason why, in the person's words; may be empty
   * @param detail what was done, as a sentence; may be empty
   */
  public record Entry(
      long id,
      long at,
      AuditKind kind,
      String who,
      Source from,
      String node,
      About about,
      Seen touches,
      String reason,
      String detail) {

    private static Entry read(ResultSet result) throws SQLException {
      TrailRow row = TrailRow.audit(result);
      TrailRow.OfPerson act = row.act();
      return new Entry(
          row.id(),
          row.at(),
          AuditKind.valueOf(row.kind()),
          row.who(),
          new Source(Source.Channel.valueOf(act.channel()), act.address()),
          row.node(),
          new About(orNone(row.fileId()), orNone(row.batchId()), act.subject()),
          new Seen(act.lines(), new Money(act.fen()), act.sha256()),
          act.reason(),
          row.detail());
    }

    private static long orNone(Long id) {
      return id == null ? 0 : id;
    }

    private Position position() {
      return new Position(at, id);
    }
  }
}

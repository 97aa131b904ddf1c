package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * What the ledger lost, as the folders tell: a standby that was behind took over, or an older copy
 * was restored, and files that were archived since are unknown.
 *
 * <p>A decision is committed before its file is moved or reported on. So a file that is in the
 * archive or in the outbox, whose name only this program makes, and that the ledger does not know
 * afterwards, was known once. Nothing is changed but the list of what was found.
 */
public final class LostFiles {

  /** The most files that are recorded for one folder; the list says that there are more. */
  public static final int RECORDED_MAX = 1000;

  /**
   * How many files one query asks for; a smaller question is filled up, so its text is the same.
   */
  private static final int ASKED_TOGETHER = 64;

  private static final long REPEAT_MS = TimeUnit.DAYS.toMillis(1);

  private static final List<String> FOLDERS = List.of(".waiting/", ".done/", ".rejected/");

  private static final String ARCHIVED =
      "SELECT archive_name FROM payout_file WHERE archive_name IN ("
          + marks(ASKED_TOGETHER * FOLDERS.size())
          + ")";

  private static final String REPORTED =
      "SELECT stem, short_hash, arrival FROM payout_file WHERE stem IN ("
          + marks(ASKED_TOGETHER)
          + ") AND short_hash IN ("
          + marks(ASKED_TOGETHER)
          + ")";

  private final Database database;
  private final ChinaClock clock;
  private final String node;

  LostFiles(Database database, ChinaClock clock, String node) {
    this.database = database;
    this.clock = clock;
    this.node = node;
  }

  private static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }

  /** The time of the ledger, milliseconds since 1970. */
  public long now() {
    return clock.millis();
  }

  /**
   * When the ledger took its first file in, milliseconds since 1970: what is older belongs to an
   * earlier ledger, which somebody replaced on purpose.
   *
   * @param unless what counts while it has none
   */
  public long beganAt(long unless) {
    return database.read(
        sql ->
            sql.first(
                    "SELECT received_at FROM payout_file"
                        + " WHERE id = (SELECT MIN(id) FROM payout_file)",
                    row -> row.getLong(1))
                .orElse(unless));
  }

  /**
   * Which of these files of an archive the ledger does not know, whatever the folder of the archive
   * and the place of the inbox among the others are by now.
   *
   * @param names names without a folder, with the time before them
   */
  public Set<String> unknownArchived(Collection<String> names) {
    Set<String> unknown = new HashSet<>(names);
    eachChunk(
        names,
        chunk -> {
          List<Object> asked = new ArrayList<>();
          FOLDERS.forEach(folder -> chunk.forEach(name -> asked.add(folder + name)));
          database
              .read(sql -> sql.list(ARCHIVED, row -> row.getString(1), asked.toArray()))
              .forEach(known -> unknown.remove(known.substring(known.indexOf('/') + 1)));
        });
    return unknown;
  }

  /** Which of these the ledger does not know. */
  public Set<Reported> unknownReported(Collection<Reported> files) {
    Set<Reported> unknown = new HashSet<>(files);
    eachChunk(
        files,
        chunk -> {
          List<Object> asked = new ArrayList<>();
          chunk.forEach(each -> asked.add(each.stem));
          chunk.forEach(each -> asked.add(each.shortHash));
          unknown.removeAll(
              database.read(sql -> sql.list(REPORTED, Reported::read, asked.toArray())));
        });
    return unknown;
  }

  private static <T> void eachChunk(Collection<T> all, java.util.function.Consumer<List<T>> ask) {
    List<T> list = List.copyOf(all);
    for (int from = 0; from < list.size(); from += ASKED_TOGETHER) {
      List<T> chunk =
          new ArrayList<>(list.subList(from, Math.min(list.size(), from + ASKED_TOGETHER)));
      while (chunk.size() < ASKED_TOGETHER) {
        chunk.add(chunk.get(0));
      }
      ask.accept(chunk);
    }
  }

  /** What this node recorded for a folder. */
  public Set<String> recorded(String place) {
    return new HashSet<>(
        database.read(
            sql ->
                sql.list(
                    "SELECT name FROM lost_file WHERE place = ? AND node = ?",
                    row -> row.getString(1),
                    place,
                    node)));
  }

  /** What any node recorded for a folder. */
  public Set<String> recordedByAny(String place) {
    return new HashSet<>(
        database.read(
            sql ->
                sql.list(
                    "SELECT name FROM lost_file WHERE place = ?", row -> row.getString(1), place)));
  }

  /**
   * Whether a file of this name is listed as lost, or an output file of its bytes under this name.
   */
  static boolean isLost(Sql sql, FileRecord file) throws SQLException {
    String output = file.stem() + "." + file.sha256().substring(0, IntakeStore.Arrival.SHORT_HASH);
    return sql.list("SELECT name FROM lost_file", row -> row.getString(1)).stream()
        .anyMatch(
            name ->
                name.startsWith(output)
                    || ArchiveName.timeOf(name).isPresent()
                        && ArchiveName.nameIn(name).equals(file.name()));
  }

  /**
   * Records what is lost in a folder now. What is not lost any more is forgotten.
   *
   * @param lost names in the folder; only the first {@value #RECORDED_MAX} are recorded
   * @return what no node recorded for this folder before, to be told in an alarm
   */
  public List<LostFile> record(String place, Collection<String> lost) {
    Set<String> before = recorded(place);
    List<String> now = lost.stream().sorted().limit(RECORDED_MAX).toList();
    List<String> over = before.stream().filter(name -> !lost.contains(name)).toList();
    List<String> more = now.stream().filter(name -> !before.contains(name)).toList();
    if (over.isEmpty() && more.isEmpty()) {
      return List.of();
    }
    return database.write(
        sql -> {
          NodeTable.lock(sql); // of several nodes that share the folder, one tells it
          for (String name : over) {
            sql.update(
                "DELETE FROM lost_file WHERE place = ? AND name = ? AND node = ?",
                place,
                name,
                node);
          }
          List<LostFile> fresh = new ArrayList<>();
          for (String name : more) {
            add(sql, new LostFile(place, name, node, clock.millis()), fresh);
          }
          return fresh;
        });
  }

  private static void add(Sql sql, LostFile file, List<LostFile> fresh) throws SQLException {
    boolean isNew =
        sql.number(
                "SELECT COUNT(*) FROM lost_file WHERE place = ? AND name = ?",
                file.place(),
                file.name())
            == 0;
    sql.update(
        "INSERT INTO lost_file (place, name, node, found_at, told_at) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        file.place(),
        file.name(),
        file.node(),
        file.foundAt(),
        file.foundAt());
    if (isNew) {
      fresh.add(file);
    }
  }

  /** What an alarm named a day ago, and is lost still: one node is to tell it again, once a day. */
  public List<LostFile> toTellAgain() {
    long before = clock.millis() - REPEAT_MS;
    if (database.read(
            sql -> sql.number("SELECT COUNT(*) FROM lost_file WHERE told_at <= ?", before))
        == 0) {
      return List.of();
    }
    return database.write(
        sql ->
            sql.list(
                "UPDATE lost_file SET told_at = ? WHERE told_at <= ? RETURNING *",
                LostFile::read,
                clock.millis(),
                before));
  }

  /**
   * An output file, by what its name tells about its input; see {@code payout.outbox.OutputNames}.
   *
   * @param stem the start of the name
   * @param shortHash the first digits of the input's SHA-256
   * @param arrival 1 for the first input of these bytes and this stem
   */
  public record Reported(String stem, String shortHash, int arrival) {

    static Reported read(java.sql.ResultSet row) throws SQLException {
      return new Reported(
          row.getString("stem"), row.getString("short_hash"), row.getInt("arrival"));
    }
  }
}

package payout.ledger;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import payout.batch.BatchState;
import payout.batch.FileState;

/**
 * How the ledger stands, in numbers. Amounts are fen, times milliseconds since 1970.
 *
 * @param at when it was read
 * @param files the files that are not final, by state
 * @param batches the batches that are not final, by state; those of files that wait are not in it
 * @param todaysFiles how many files arrived today in China, by their state now
 * @param today their lines and sums
 * @param oldest since when the oldest of {@link #OLDEST} has been so; without those of which there
 *     is none
 * @param publications how many files are not in the outbox yet
 * @param paused whether sending pauses
 * @param nodes how many nodes live
 * @param acts how many acts of {@link #ACTS} there were since the readings began; without those of
 *     which there was none
 */
public record LedgerNumbers(
    long at,
    Map<FileState, Sum> files,
    Map<BatchState, Sum> batches,
    Map<FileState, Long> todaysFiles,
    Map<Today, Sum> today,
    Map<String, Long> oldest,
    long publications,
    boolean paused,
    long nodes,
    Map<AuditKind, Long> acts) {

  /** The states of a file in which something is left to do. */
  public static final List<FileState> OPEN_FILES =
      Stream.of(FileState.values())
          .filter(state -> state.isWaiting() || isUnderWay(state))
          .toList();

  /** What persons do to files, batches and the sending, as the audit trail names it. */
  public static final List<AuditKind> ACTS =
      Stream.concat(
              Stream.of(ActKind.values()).map(act -> AuditKind.valueOf(act.name())),
              Stream.of(AuditKind.APPROVAL_REFUSED, AuditKind.SETTLE_PROPOSED))
          .toList();

  /** A batch about which no notify came since the gateway took it. */
  public static final String NOT_NOTIFIED = "NOT_NOTIFIED";

  /** A batch for which the gateway sends no more notifies, since it is so. */
  public static final String OVERDUE = "OVERDUE";

  /** A file that is not in the outbox yet. */
  public static final String OUTPUT = "OUTPUT";

  /** The pause of sending. */
  public static final String PAUSE = "PAUSE";

  /** A row of the trail that no seal covers yet, behind those that one does. */
  public static final String UNSEALED = "UNSEALED";

  /**
   * Of what the oldest is looked for: files and batches by state, READY since they are due, and
   * what else somebody waits for.
   */
  public static final List<String> OLDEST =
      Stream.concat(
              OPEN_FILES.stream().map(Enum::name),
              Stream.of(
                  "READY",
                  "UNKNOWN",
                  "HELD",
                  "TAKEN",
                  NOT_NOTIFIED,
                  OVERDUE,
                  OUTPUT,
                  PAUSE,
                  UNSEALED))
          .toList();

  private static boolean isUnderWay(FileState state) {
    return state == FileState.RECEIVED || state == FileState.ACCEPTED;
  }

  /** The files in a state. */
  public Sum in(FileState state) {
    return files.getOrDefault(state, Sum.NONE);
  }

  /** The batches in a state. */
  public Sum in(BatchState state) {
    return batches.getOrDefault(state, Sum.NONE);
  }

  /** The lines of today in a state. */
  public Sum in(Today state) {
    return today.getOrDefault(state, Sum.NONE);
  }

  /**
   * For how long the oldest of a kind has been so, milliseconds; 0 where there is none.
   *
   * @param kind one of {@link #OLDEST}
   * @param now milliseconds since 1970, by the clock of the ledger
   */
  public long ageMs(String kind, long now) {
    Long since = oldest.get(kind);
    return since == null ? 0 : Math.max(0, now - since);
  }

  /**
   * A number of things, their lines and what they are about.
   *
   * @param count how many
   * @param lines their lines that have no result
   * @param fen the sum of what is not paid
   */
  public record Sum(long count, long lines, long fen) {

    static final Sum NONE = new Sum(0, 0, 0);

    Sum plus(Sum other) {
      return new Sum(count + other.count, lines + other.lines, fen + other.fen);
    }
  }

  /** The states of the lines of today's files. */
  public enum Today {
    OPEN,
    PAID,
    FAILED,
    REJECTED;

    static Map<Today, Sum> none() {
      return new EnumMap<>(Today.class);
    }
  }
}

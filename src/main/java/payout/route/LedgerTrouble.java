package payout.route;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import payout.ledger.NoticeChannel;

/**
 * Whether the ledger can be used, and when that was told. What is told about the ledger cannot be
 * kept in it, so it is kept here: each node tells it by itself, at most once an hour.
 */
final class LedgerTrouble {

  /** A ledger that is back by then was not worth a notice. */
  private static final long LASTS_NS = TimeUnit.SECONDS.toNanos(30);

  private static final long QUIET_NS = TimeUnit.HOURS.toNanos(1);
  private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(15);

  private final LongSupplier nanos;
  private final Map<NoticeChannel, Long> quietUntil = new EnumMap<>(NoticeChannel.class);
  private final List<Told> unrecorded = new ArrayList<>();
  private boolean isThere;
  private long begunAt;
  private long sinceMs;

  /**
   * No trouble yet.
   *
   * @param nanos a monotonic clock, nanoseconds
   */
  LedgerTrouble(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Notes how the ledger is.
   *
   * @param nowMs the time, milliseconds since 1970
   */
  synchronized void note(boolean isUsable, long nowMs) {
    if (!isUsable && !isThere) {
      begunAt = nanos.getAsLong();
      sinceMs = nowMs;
    }
    isThere = !isUsable;
  }

  /** Whether the ledger cannot be used now. */
  synchronized boolean isThere() {
    return isThere;
  }

  /** Since when, milliseconds since 1970. */
  synchronized long since() {
    return sinceMs;
  }

  /** Whether it is to be told now. */
  synchronized boolean isDue(NoticeChannel channel) {
    long now = nanos.getAsLong();
    Long until = quietUntil.get(channel);
    return isThere && now - begunAt >= LASTS_NS && (until == null || now - until >= 0);
  }

  /** It was told; that is recorded when the ledger is back. */
  synchronized void told(NoticeChannel channel, String text) {
    quietUntil.put(channel, nanos.getAsLong() + QUIET_NS);
    unrecorded.add(new Told(channel, text));
  }

  /** It could not be told, and is tried again. */
  synchronized void failed(NoticeChannel channel) {
    quietUntil.put(channel, nanos.getAsLong() + RETRY_NS);
  }

  /** What was told and is not recorded yet. */
  synchronized List<Told> unrecorded() {
    return List.copyOf(unrecorded);
  }

  /** That is recorded now. */
  synchronized void recorded(Told told) {
    unrecorded.remove(told);
  }

  /** What was told over which channel. */
  record Told(NoticeChannel channel, String text) {}
}

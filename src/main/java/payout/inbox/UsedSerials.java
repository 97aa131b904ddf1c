package payout.inbox;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import payout.batch.Fault;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.PayoutLine;
import payout.ledger.BatchContent;
import payout.ledger.IntakeStore;
import payout.ledger.PaidAfterAll;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;

/**
 * The serials of other files that are open or paid and share a hash with a serial of this file.
 *
 * <p>A hit of the index may be a serial that failed and may come again, so a retry file can have as
 * many hits as lines and none of them counts. Hits are therefore compared as they come, in groups,
 * so that each batch is read only a few times, and only serials that are open or paid are kept.
 */
final class UsedSerials {

  /** More serials in use than these are not reported one by one; the file is refused. */
  static final int KEPT_MAX = 100_000;

  private static final int HITS_AT_A_TIME = 100_000;

  private final IntakeStore store;
  private final Runnable progress;
  private final List<SerialIndex.Hit> hits = new ArrayList<>();
  private final Map<String, UsedBy> used = new HashMap<>();
  private final Map<Long, IntakeStore.Origin> origins = new HashMap<>();
  private final NavigableSet<Integer> places = new TreeSet<>();
  private PaidOnce paidOnce;

  UsedSerials(IntakeStore store, Runnable progress) {
    this.store = store;
    this.progress = progress;
  }

  /** Records a hit of the index. */
  void add(SerialIndex.Hit hit) {
    if (!areTooMany()) {
      hits.add(hit);
    }
    if (hits.size() >= HITS_AT_A_TIME) {
      compare();
    }
  }

  /** Compares the hits recorded since the last time. */
  void compare() {
    Map<Long, List<SerialIndex.Hit>> byBatch =
        hits.stream().collect(groupingBy(SerialIndex.Hit::otherBatchId, TreeMap::new, toList()));
    hits.clear();
    byBatch.forEach(this::compare);
  }

  /** Whether more serials are in use than are reported. */
  boolean areTooMany() {
    return used.size() > KEPT_MAX;
  }

  /** With which payments that failed and were made these were compared; null for none. */
  PaidAfterAll.Mark paidAfterAll() {
    return paidOnce == null ? null : paidOnce.mark();
  }

  /** The places of the batches of this file that may hold one of them. */
  NavigableSet<Integer> places() {
    return places;
  }

  /** The fault of a line whose serial is one of them; null when it is not. */
  Fault fault(PayoutLine line, String column, FaultMessages words) {
    UsedBy by = used.get(line.serial());
    if (by == null) {
      return null;
    }
    IntakeStore.Origin origin = origins.computeIfAbsent(by.batchId(), store::origin);
    String taken = ChinaTime.of(origin.takenAt());
    RejectCode code = RejectCode.SERIAL_USED;
    if (by.state() == LineState.OPEN) {
      return words.fault(line.row(), column, code, origin.file(), taken, by.batchNo());
    }
    if (by.state() != LineState.PAID) {
      return words.another(
          line.row(), column, code, "paid-by-statement", origin.file(), taken, by.batchNo());
    }
    String paid = ChinaTime.of(by.finishedAt());
    return paid.isEmpty()
        ? words.another(
            line.row(), column, code, "paid-by-hand", origin.file(), taken, by.batchNo())
        : words.another(line.row(), column, code, "paid", origin.file(), paid, by.batchNo());
  }

  private void compare(long batchId, List<SerialIndex.Hit> suspicious) {
    if (areTooMany()) {
      return;
    }
    progress.run();
    Set<Long> hashes =
        suspicious.stream().map(hit -> SerialEntry.hash(hit.entry())).collect(toSet());
    Set<Long> counting =
        store.content(batchId).map(other -> counting(other, hashes)).orElse(Set.of());
    for (SerialIndex.Hit hit : suspicious) {
      if (counting.contains(SerialEntry.hash(hit.entry()))) {
        places.add(SerialEntry.place(hit.entry()));
      }
    }
  }

  /** Keeps the serials of a batch that have one of these hashes and count; returns their hashes. */
  private Set<Long> counting(BatchContent other, Set<Long> hashes) {
    Set<Long> counting = new HashSet<>();
    for (int i = 0; i < other.lines().size(); i++) {
      LineResult result = other.results().get(i);
      boolean counts =
          result.state() == LineState.OPEN
              || result.state() == LineState.PAID
              || paidOnce().holds(other.batch().id(), other.lines().get(i));
      String serial = other.lines().get(i).serial();
      long hash = SerialEntry.hash(serial);
      if (counts && hashes.contains(hash)) {
        counting.add(hash);
        String batchNo = other.batch().batchNo();
        used.put(
            serial, new UsedBy(result.state(), result.finishedAt(), other.batch().id(), batchNo));
      }
    }
    return counting;
  }

  private PaidOnce paidOnce() {
    if (paidOnce == null) {
      paidOnce = new PaidOnce(store);
    }
    return paidOnce;
  }

  /** The owner of a serial number: a payment that is open or paid, or failed and was paid. */
  private record UsedBy(LineState state, String finishedAt, long batchId, String batchNo) {}
}

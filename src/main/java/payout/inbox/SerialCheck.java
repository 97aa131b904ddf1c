package payout.inbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import payout.batch.Checkpoint;
import payout.batch.Fault;
import payout.batch.LineState;
import payout.batch.PayoutLine;
import payout.ledger.BatchContent;
import payout.ledger.FileRecord;
import payout.ledger.IntakeStore;
import payout.ledger.SerialEntry;
import payout.ledger.SerialHit;

/**
 * Finds serials that repeat in the file or belong to a payment that is open or paid.
 *
 * <p>Hashes only raise a suspicion; the serials themselves are compared before a line is refused.
 * Each batch that may be concerned is read once, so the cost grows with what is wrong, not with the
 * ledger.
 */
final class SerialCheck {

  /** More suspicions than this are not looked into one by one; the file is refused. */
  static final int SUSPECTS_MAX = 100_000;

  private final FileRecord file;
  private final IntakeStore store;
  private final FaultWords words;
  private final String column;
  private final List<SerialHit> hits = new ArrayList<>();
  private final Set<Long> repeated = new HashSet<>();
  private final TreeSet<Integer> places = new TreeSet<>();
  private boolean started;
  private long last;
  private boolean tooMany;

  SerialCheck(FileRecord file, IntakeStore store, FaultWords words, String column) {
    this.file = file;
    this.words = words;
    this.column = column;
    this.store = store;
  }

  /** Takes the next slice of the sorted entries into the index and notes what is suspicious. */
  void slice(long[] entries) {
    for (SerialHit hit : store.addSerials(file, entries)) {
      suspect(hit);
    }
    Checkpoint.SERIALS_INDEXED.pass();
    for (long entry : entries) {
      if (started && SerialEntry.hash(last) == SerialEntry.hash(entry)) {
        suspect(last, entry);
      }
      started = true;
      last = entry;
    }
  }

  /** Whether there were more suspicions than are looked into. */
  boolean hasTooMany() {
    return tooMany;
  }

  /**
   * Compares the serials behind the suspicions, batch by batch, in the order of the file.
   *
   * @param found is told each batch with lines that cannot be paid
   */
  void resolve(Consumer<BatchFaults> found) {
    if (places.isEmpty()) {
      return;
    }
    Map<String, UsedBy> used = used();
    Map<String, Long> firstRows = new HashMap<>();
    for (int place : places) {
      List<PayoutLine> kept = new ArrayList<>();
      List<LineFault> faulty = new ArrayList<>();
      for (PayoutLine line : store.stagedLines(file, place)) {
        LineFault fault = fault(line, used, firstRows);
        if (fault == null) {
          kept.add(line);
        } else {
          faulty.add(fault);
        }
      }
      if (!faulty.isEmpty()) {
        found.accept(new BatchFaults(place, kept, faulty));
      }
    }
  }

  private LineFault fault(PayoutLine line, Map<String, UsedBy> used, Map<String, Long> firstRows) {
    UsedBy by = used.get(line.serial());
    if (by != null) {
      return fault(line, RejectCode.SERIAL_USED, by.state(), by.batchNo());
    }
    if (!repeated.contains(SerialEntry.hash(line.serial()))) {
      return null;
    }
    Long first = firstRows.putIfAbsent(line.serial(), line.row());
    return first == null ? null : fault(line, RejectCode.SERIAL_REPEATED, first);
  }

  private LineFault fault(PayoutLine line, RejectCode code, Object... values) {
    return new LineFault(line, code, words.fault(line.row(), column, code, values));
  }

  /** The serials of other files that are open or paid and have a suspicious hash, and where. */
  private Map<String, UsedBy> used() {
    Map<Long, Set<Long>> hashesByBatch = new TreeMap<>();
    for (SerialHit hit : hits) {
      hashesByBatch
          .computeIfAbsent(hit.otherBatchId(), id -> new HashSet<>())
          .add(SerialEntry.hash(hit.entry()));
    }
    Map<String, UsedBy> used = new HashMap<>();
    hashesByBatch.forEach((batchId, hashes) -> addUsed(store.content(batchId), hashes, used));
    return used;
  }

  private static void addUsed(BatchContent other, Set<Long> hashes, Map<String, UsedBy> used) {
    for (int i = 0; i < other.lines().size(); i++) {
      String serial = other.lines().get(i).serial();
      LineState state = other.results().get(i).state();
      boolean counts = state == LineState.OPEN || state == LineState.PAID;
      if (counts && hashes.contains(SerialEntry.hash(serial))) {
        used.put(serial, new UsedBy(state, other.batch().batchNo()));
      }
    }
  }

  private void suspect(SerialHit hit) {
    if (hits.size() >= SUSPECTS_MAX) {
      tooMany = true;
      return;
    }
    hits.add(hit);
    places.add(SerialEntry.place(hit.entry()));
  }

  private void suspect(long first, long second) {
    if (repeated.size() >= SUSPECTS_MAX) {
      tooMany = true;
      return;
    }
    repeated.add(SerialEntry.hash(first));
    places.add(SerialEntry.place(first));
    places.add(SerialEntry.place(second));
  }

  /**
   * A staged batch with lines that cannot be paid.
   *
   * @param place its place in the file
   * @param kept its other lines
   * @param faulty those lines
   */
  record BatchFaults(int place, List<PayoutLine> kept, List<LineFault> faulty) {}

  /** A staged line that cannot be paid. */
  record LineFault(PayoutLine line, RejectCode code, Fault fault) {}

  /** Who has a serial number: a payment that is open or paid. */
  private record UsedBy(LineState state, String batchNo) {}
}

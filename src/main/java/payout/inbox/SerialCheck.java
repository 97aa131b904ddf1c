package payout.inbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import payout.batch.Checkpoint;
import payout.batch.Fault;
import payout.batch.PayoutLine;
import payout.ledger.FileRecord;
import payout.ledger.IntakeStore;
import payout.ledger.PaidAfterAll;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;

/**
 * Finds serials that repeat in the file or belong to a payment that is open or paid.
 *
 * <p>Hashes only raise a suspicion; the serials themselves are compared before a line is refused.
 * The cost grows with the repeats and with serials that failed before and come again, not with the
 * size of the ledger.
 */
final class SerialCheck {

  /** More of either kind than this are not reported one by one; the file is refused. */
  static final int SUSPECTS_MAX = UsedSerials.KEPT_MAX;

  private final FileRecord file;
  private final IntakeStore store;
  private final FaultMessages words;
  private final String column;
  private final Runnable progress;
  private final UsedSerials used;
  private final Set<Long> repeated = new HashSet<>();
  private final TreeSet<Integer> places = new TreeSet<>();
  private boolean started;
  private long last;
  private boolean tooMany;
  private boolean metEarlier;

  /** The progress is told so that the file is not taken over during a long comparison. */
  SerialCheck(
      FileRecord file, IntakeStore store, FaultMessages words, String column, Runnable progress) {
    this.file = file;
    this.words = words;
    this.column = column;
    this.store = store;
    this.progress = progress;
    this.used = new UsedSerials(store, progress);
  }

  /** Adds the next slice of the sorted entries to the index and records suspicious ones. */
  void slice(long[] entries) {
    indexed(entries, store.addSerials(file, entries));
  }

  /** The same for entries that are in the index, with what was found there. */
  void indexed(long[] entries, List<SerialIndex.Hit> hits) {
    for (SerialIndex.Hit hit : hits) {
      metEarlier = true;
      used.add(hit);
    }
    Checkpoint.SERIALS_INDEXED.pass();
    progress.run();
    for (long entry : entries) {
      if (started && SerialEntry.hash(last) == SerialEntry.hash(entry)) {
        suspect(last, entry);
      }
      started = true;
      last = entry;
    }
  }

  /** Ends the slices; returns whether more serials repeat or are in use than are compared. */
  boolean hasTooMany() {
    used.compare();
    return tooMany || used.areTooMany();
  }

  /** Whether a serial may have come before, even if it does not count. */
  boolean metEarlier() {
    return metEarlier;
  }

  /** With which payments that failed and were made its serials were compared; null for none. */
  PaidAfterAll.Mark paidAfterAll() {
    return used.paidAfterAll();
  }

  /**
   * Compares the serials behind the suspicions, batch by batch, in the order of the file.
   *
   * @param found receives each batch with lines that cannot be paid
   */
  void resolve(Consumer<BatchFaults> found) {
    places.addAll(used.places());
    Map<String, Long> firstRows = new HashMap<>();
    for (int place : places) {
      progress.run();
      List<PayoutLine> kept = new ArrayList<>();
      List<LineFault> faulty = new ArrayList<>();
      for (PayoutLine line : store.stagedLines(file, place)) {
        Fault fault = fault(line, firstRows);
        if (fault == null) {
          kept.add(line);
        } else {
          faulty.add(new LineFault(line, fault));
        }
      }
      if (!faulty.isEmpty()) {
        found.accept(new BatchFaults(place, kept, faulty));
      }
    }
  }

  private Fault fault(PayoutLine line, Map<String, Long> firstRows) {
    Fault inUse = used.fault(line, column, words);
    if (inUse != null || !repeated.contains(SerialEntry.hash(line.serial()))) {
      return inUse;
    }
    Long first = firstRows.putIfAbsent(line.serial(), line.row());
    return first == null
        ? null
        : words.fault(line.row(), column, RejectCode.SERIAL_REPEATED, first);
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
  record LineFault(PayoutLine line, Fault fault) {}
}

package payout.statement;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a statement is matched with.
 *
 * @param lines the payments that it may concern
 * @param rows its rows, and those of earlier statements that concern these payments; each booking
 *     once
 * @param complete the days for which every movement is known
 * @param calibrated the days on which a payment that the gateway reported as paid was found by its
 *     number in this layout
 * @param batchInDoubt whether a batch of ours is UNKNOWN or HELD
 */
public record Evidence(
    List<OurLine> lines,
    List<Booking> rows,
    Set<LocalDate> complete,
    Set<LocalDate> calibrated,
    boolean batchInDoubt) {

  public Evidence {
    lines = List.copyOf(lines);
    rows = List.copyOf(rows);
    complete = Set.copyOf(complete);
    calibrated = Set.copyOf(calibrated);
  }

  /** The same with days on which a payment was found as the gateway reported it. */
  public Evidence calibratedOn(Collection<LocalDate> days) {
    Set<LocalDate> all = new HashSet<>(calibrated);
    all.addAll(days);
    return new Evidence(lines, rows, complete, all, batchInDoubt);
  }
}

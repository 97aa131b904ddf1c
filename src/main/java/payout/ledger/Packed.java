package payout.ledger;

import java.util.List;

/**
 * What is packed of a settled batch, or of a file.
 *
 * @param lines as {@code batch_lines} has them; null for a file
 * @param results as {@code batch_results} has them; null for none
 * @param events in the order of their ids
 * @param notifies those that were applied; what a person has to look into is not packed
 */
record Packed(byte[] lines, byte[] results, List<PackedEvent> events, List<PackedNotify> notifies) {

  Packed {
    events = List.copyOf(events);
    notifies = List.copyOf(notifies);
  }
}

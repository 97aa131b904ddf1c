package payout.route;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.EndpointUri;
import payout.ledger.OutsideHead;
import payout.ledger.TrailLedger;
import payout.outbox.DayHeads;

/**
 * Compares the chain of seals at the start with the newest file of a day in the outbox of this
 * machine: a ledger that was restored may have lost nothing but steps.
 */
final class OutboxHead {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxHead.class);

  private final EndpointUri outbox;
  private final TrailLedger trail;

  OutboxHead(EndpointUri outbox, TrailLedger trail) {
    this.outbox = outbox;
    this.trail = trail;
  }

  /** What there is to tell where the outbox is ahead of the ledger; that is on record then. */
  Optional<String> isAhead() {
    if (outbox.isRemote() || !Files.isDirectory(outbox.folder())) {
      return Optional.empty();
    }
    try {
      List<OutsideHead> heads = DayHeads.read(outbox.folder());
      if (heads.isEmpty() || !trail.compare(heads.get(heads.size() - 1))) {
        return Optional.empty();
      }
      return Optional.of(
          "The ledger is an older copy of itself: "
              + heads.get(heads.size() - 1).where()
              + " in the outbox names a seal that it does not hold. No payout file is missing."
              + " The break is on record, and bin/payout audit verify names it.");
    } catch (IOException e) {
      LOG.warn("The seals are not compared with the outbox. {}", e.toString());
      return Optional.empty();
    }
  }
}

package payout.route;

import java.util.Optional;
import payout.ledger.NoticeChannel;
import payout.ledger.NoticeClaim;
import payout.notice.Notice;

/**
 * What is told now over one channel, from the claim to the record.
 *
 * @param claim the claim in the ledger; empty for a notice that the ledger cannot be used
 */
public record Telling(NoticeChannel channel, Notice notice, Optional<NoticeClaim> claim) {}

package payout.ledger;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import payout.ledger.OverviewLedger.Need;

/**
 * Why a person is told something. What lasts is told when it begins, when more of it joins, and
 * once a day; what happens is counted until it is told. Neither is told twice within an hour.
 */
public enum NoticeCause {
  /** Files were refused, or recognized as files that came before. */
  FILE_REFUSED(null),
  /** Files wait for approval. */
  FILE_AWAITS_APPROVAL(Need.Kind.APPROVAL),
  /** Files are over the limit of the day. */
  FILE_OVER_LIMIT(Need.Kind.LIMIT),
  /** The gateway refused batches. */
  BATCH_REFUSED(null),
  /** Batches wait for an operator. */
  BATCH_HELD(Need.Kind.HELD),
  /** For some time nobody has known whether the gateway has these batches. */
  BATCH_UNKNOWN(Need.Kind.UNKNOWN),
  /** The gateway took these batches and did not report all results in time. */
  BATCH_OVERDUE(Need.Kind.OVERDUE),
  /** The gateway refused the account as a whole, and sending is paused. */
  ACCOUNT_PAUSED(Need.Kind.PAUSED),
  /** Notifies contradict what is known. */
  NOTIFY_CONFLICT(Need.Kind.CONFLICT),
  /** Results by hand that a second person has to confirm. */
  RESULT_PROPOSED(Need.Kind.PROPOSAL),
  /** A statement of the account contradicts the ledger. */
  STATEMENT_CONTRADICTS(Need.Kind.CONTRADICTED),
  /** What a statement proves waits for an approver. */
  STATEMENT_PROVES(Need.Kind.PROVED),
  /** The ledger cannot be read or written; told without it. */
  LEDGER_TROUBLE(null),
  /** A day of China ended. */
  DAY_CLOSED(null);

  private final Need.Kind need;

  NoticeCause(Need.Kind need) {
    this.need = need;
  }

  /** What it is called outside: in lower case with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is a state that is looked for, and no event that is counted. */
  boolean lasts() {
    return need != null;
  }

  /** What it is among these; empty where there is none of it. */
  Optional<Need> among(Iterable<Need> needs) {
    for (Need each : needs) {
      if (each.kind() == need) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Those that the ledger keeps. */
  static Stream<NoticeCause> kept() {
    return Stream.of(values()).filter(each -> each != LEDGER_TROUBLE);
  }
}

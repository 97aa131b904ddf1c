package payout.ledger;

/** What persons do that is recorded in the audit trail. */
public enum AuditKind {
  /** See {@link ActKind#APPROVE}. */
  APPROVE,
  /** An approval that was refused. */
  APPROVAL_REFUSED,
  /** See {@link ActKind#EXCEED_LIMIT}. */
  EXCEED_LIMIT,
  /** See {@link ActKind#REJECT}. */
  REJECT,
  /** See {@link ActKind#HOLD}. */
  HOLD,
  /** See {@link ActKind#RELEASE}. */
  RELEASE,
  /** See {@link ActKind#OURS}. */
  OURS,
  /** See {@link ActKind#RESEND}. */
  RESEND,
  /** See {@link ActKind#SETTLE}. */
  SETTLE,
  /** A result that another person has to confirm. */
  SETTLE_PROPOSED,
  /** Such a proposal was withdrawn, because its person is no user any more. */
  PROPOSAL_WITHDRAWN,
  /** See {@link ActKind#PROVE}. */
  PROVE,
  /** See {@link ActKind#DISMISS}. */
  DISMISS,
  /** See {@link ActKind#ACKNOWLEDGE}. */
  ACKNOWLEDGE,
  /** See {@link ActKind#CORRECT}. */
  CORRECT,
  /** See {@link ActKind#RESUME}. */
  RESUME,
  /** See {@link ActKind#AGAIN}. */
  AGAIN,
  /** See {@link ActKind#REVOKE_AGAIN}. */
  REVOKE_AGAIN,
  /** A file was submitted by a page or the HTTP interface. */
  SUBMITTED,
  /** Somebody logged in. */
  LOGIN,
  /** Somebody tried to log in and failed. */
  LOGIN_FAILED,
  /** Somebody logged out. */
  LOGOUT,
  /** A session was ended by another one, or because a proxy named another user. */
  SESSION_ENDED,
  /** Somebody tried to log in with the right password and a wrong second factor. */
  SECOND_FACTOR_FAILED,
  /** A user was added. */
  USER_ADDED,
  /** Roles, password or second factor of a user changed. */
  USER_CHANGED,
  /** A user was removed. */
  USER_REMOVED,
  /** A token was made. */
  TOKEN_ADDED,
  /** A token was revoked. */
  TOKEN_REVOKED,
  /** Accounts or names were shown in full. */
  REVEALED,
  /** An output file was downloaded. */
  DOWNLOADED,
  /** The audit trail was exported. */
  EXPORTED,
  /** The chain of seals over the trail was verified. */
  VERIFIED,
  /** Persons were told something by a webhook or a mail; what is told is the service's act. */
  TOLD,
  /** That could not be delivered, and was given up. */
  NOT_TOLD;

  static AuditKind of(Preview done) {
    return switch (done.result()) {
      case DONE -> valueOf(done.kind().name());
      case PROPOSED -> SETTLE_PROPOSED;
      case REFUSED -> APPROVAL_REFUSED;
    };
  }
}

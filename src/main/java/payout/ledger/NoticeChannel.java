package payout.ledger;

/** The ways in which persons are told something. */
public enum NoticeChannel {
  /** A post to {@code payout.notice.url}. */
  WEBHOOK,
  /** A mail to {@code payout.notice.mail.to}. */
  MAIL
}

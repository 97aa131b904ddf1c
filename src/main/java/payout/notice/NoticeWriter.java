package payout.notice;

import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import payout.batch.ChinaClock;
import payout.batch.Money;
import payout.batch.Words;
import payout.ledger.NoticeCause;
import payout.ledger.NoticeClaim;

/** Puts into words what is told: count, sum and a link, in the language of the reports. */
public final class NoticeWriter {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ChinaClock.CHINA);

  /** Days, and codes of the gateway; what else it sends is not repeated. */
  private static final Pattern SUBJECT = Pattern.compile("[A-Z0-9_-]{1,64}");

  private final Words words;
  private final Optional<URI> console;
  private final String node;
  private final boolean isSandbox;
  private final ChinaClock clock;

  /**
   * Words of one node.
   *
   * @param console where people reach the console; empty for no link
   * @param isSandbox whether each text begins with a word that says so
   */
  public NoticeWriter(
      Words words, Optional<URI> console, String node, boolean isSandbox, ChinaClock clock) {
    this.words = words;
    this.console = console;
    this.node = node;
    this.isSandbox = isSandbox;
    this.clock = clock;
  }

  /** What the ledger holds. */
  public Notice of(NoticeClaim claim) {
    String sum =
        words.of("notice.sum", label(claim.cause()), claim.items(), claim.amount().toString());
    String subject =
        SUBJECT.matcher(claim.subject()).matches()
            ? words.of("notice.subject", claim.subject())
            : "";
    String since = words.of("notice.since", TIME.format(Instant.ofEpochMilli(claim.since())));
    return notice(
        claim.cause(),
        claim.askedAt(),
        claim.items(),
        claim.amount(),
        claim.since(),
        joined(sum, subject, since));
  }

  /**
   * That the ledger cannot be used.
   *
   * @param since since when, milliseconds since 1970
   */
  public Notice ofTrouble(long since) {
    String text =
        joined(
            words.of("notice.ledger-trouble.sentence"),
            words.of("notice.since", TIME.format(Instant.ofEpochMilli(since))));
    return notice(NoticeCause.LEDGER_TROUBLE, since, 0, Money.ZERO, since, text);
  }

  private Notice notice(
      NoticeCause cause, long askedAt, long count, Money amount, long since, String text) {
    String mark = isSandbox ? "[SANDBOX] " : "";
    return new Notice(
        cause + "-" + askedAt + (cause == NoticeCause.LEDGER_TROUBLE ? "-" + node : ""),
        cause.toString(),
        node,
        clock.millis(),
        count,
        amount,
        since,
        mark + words.of("notice.title", label(cause)),
        mark + joined(text, node.isEmpty() ? "" : words.of("notice.node", node)),
        console.map(url -> link(url, cause)).orElse(""),
        isSandbox);
  }

  private String label(NoticeCause cause) {
    return words.of("notice." + cause);
  }

  private static String link(URI console, NoticeCause cause) {
    String root = console.toString().replaceFirst("/+$", "");
    return root
        + switch (cause) {
          case FILE_REFUSED -> "/files?state=REJECTED";
          case FILE_AWAITS_APPROVAL, FILE_OVER_LIMIT -> "/waiting";
          case DAY_CLOSED -> "/files";
          default -> "/";
        };
  }

  private static String joined(String... parts) {
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      if (!part.isEmpty()) {
        text.append(text.isEmpty() ? "" : " ").append(part);
      }
    }
    return text.toString();
  }
}

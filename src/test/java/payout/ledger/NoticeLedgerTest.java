package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static payout.ledger.NoticeChannel.MAIL;
import static payout.ledger.NoticeChannel.WEBHOOK;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.batch.Language;
import payout.batch.Money;

/** What is told, and when: never twice within an hour, by one node, and never forgotten. */
@OnBothDatabases
class NoticeLedgerTest extends LedgerFixture {

  private static final Duration UNKNOWN_AFTER = Duration.ofMinutes(15);
  private static final Duration KEEP_TRYING = Duration.ofHours(24);

  private static final AcceptRules APPROVAL =
      new AcceptRules(
          Money.ZERO,
          Duration.ofHours(72).toMillis(),
          List.of("chen", "li"),
          Map.of("inbox", "li"),
          null,
          false);

  private NoticeLedger notices;

  @BeforeEach
  void prepare() {
    notices = notices(WEBHOOK);
    notices.prepare();
    assertThat(due()).isEmpty();
  }

  private NoticeLedger notices(NoticeChannel... channels) {
    return ledger.notices(
        new NoticeLedger.Rules(Set.of(channels), UNKNOWN_AFTER.toMillis(), KEEP_TRYING.toMillis()));
  }

  @Test
  void tells_a_held_batch_at_once_with_count_and_sum() {
    hold("X", 2);

    NoticeClaim told = tell().orElseThrow();

    assertThat(told.cause()).isEqualTo(NoticeCause.BATCH_HELD);
    assertThat(told.items()).isEqualTo(2);
    assertThat(told.amount()).isEqualTo(Money.parse("2.00"));
    assertThat(told.askedAt()).isEqualTo(clock.millis());
    assertThat(due()).isEmpty();
  }

  @Test
  void tells_the_same_cause_once_an_hour_also_after_a_restart() {
    hold("X", 1);
    tell().orElseThrow();
    pass(Duration.ofMinutes(10));
    hold("Y", 1);
    restart();
    prepareAgain();

    pass(Duration.ofMinutes(49));
    Optional<NoticeClaim> early = tell();
    pass(Duration.ofMinutes(1));

    assertThat(early).isEmpty();
    assertThat(tell()).hasValueSatisfying(each -> assertThat(each.items()).isEqualTo(2));
  }

  @Test
  void tells_what_lasts_without_change_once_a_day() {
    hold("X", 1);
    tell().orElseThrow();

    pass(Duration.ofHours(23));
    Optional<NoticeClaim> early = tell();
    pass(Duration.ofHours(1));

    assertThat(early).isEmpty();
    assertThat(tell()).isPresent();
    assertThat(tell()).isEmpty();
  }

  @Test
  void tells_what_begins_again_and_does_not_tell_what_is_over() {
    hold("X", 1);
    tell().orElseThrow();
    change("UPDATE batch SET state = 'READY'");
    notices.look();
    pass(Duration.ofMinutes(30));
    change("UPDATE batch SET state = 'HELD'");
    pass(Duration.ofMinutes(30));

    notices.look();
    assertThat(due()).containsExactly("BATCH_HELD");
    change("UPDATE batch SET state = 'READY'");
    notices.look();

    assertThat(due()).isEmpty();
  }

  @Test
  void a_clock_that_was_set_back_does_not_silence_a_notice() {
    hold("X", 1);
    tell().orElseThrow();
    hold("Y", 1);

    time.move(Duration.ofDays(-2));

    change("UPDATE batch SET trouble_since = " + clock.millis());
    assertThat(tell()).isPresent();
  }

  @Test
  void tells_what_is_unknown_only_after_the_minutes_of_the_settings() {
    oneBatch(1);
    post(Verdicts.unknown());

    pass(UNKNOWN_AFTER.minusSeconds(1));
    Optional<NoticeClaim> early = tell();
    pass(Duration.ofSeconds(1));

    assertThat(early).isEmpty();
    assertThat(tell().orElseThrow().cause()).isEqualTo(NoticeCause.BATCH_UNKNOWN);
  }

  @Test
  void counts_what_happens_until_it_is_told_and_what_happens_then_an_hour_later() {
    manyBatches(3);
    post(Verdicts.refused("BATCH_NO_FORMAT_ERROR"));
    post(Verdicts.refused("BATCH_NO_FORMAT_ERROR"));
    pass(Duration.ofSeconds(2));
    NoticeClaim claimed = notices.claim(WEBHOOK).orElseThrow();
    post(Verdicts.refused("BATCH_NO_FORMAT_ERROR"));
    notices.told(claimed, "Two.");

    pass(Duration.ofMinutes(59));
    Optional<NoticeClaim> early = tell();
    pass(Duration.ofMinutes(1));

    assertThat(claimed.cause()).isEqualTo(NoticeCause.BATCH_REFUSED);
    assertThat(claimed.items()).isEqualTo(2);
    assertThat(early).isEmpty();
    assertThat(tell()).hasValueSatisfying(each -> assertThat(each.items()).isEqualTo(1));
    assertThat(tell()).isEmpty();
  }

  @Test
  void one_of_two_nodes_tells_and_another_one_goes_on_where_it_ended() {
    hold("X", 1);
    notices.look();
    NoticeLedger other = notices(WEBHOOK);

    NoticeClaim first = notices.claim(WEBHOOK).orElseThrow();
    Optional<NoticeClaim> second = other.claim(WEBHOOK);
    pass(Duration.ofMillis(NoticeLedger.LEASE_MS + 1));
    NoticeClaim again = other.claim(WEBHOOK).orElseThrow();
    notices.told(first, "Late.");
    other.told(again, "Told.");

    assertThat(second).isEmpty();
    assertThat(again.askedAt()).isEqualTo(first.askedAt());
    assertThat(details("TOLD")).containsExactly("Told.");
  }

  @Test
  void tries_again_ever_later_until_it_is_too_old() {
    hold("X", 1);
    notices.look();

    int tries = 0;
    long last = 0;
    boolean givenUp = false;
    while (!givenUp) {
      Optional<NoticeClaim> claim = notices.claim(WEBHOOK);
      if (claim.isPresent()) {
        assertThat(claim.get().attempts()).isEqualTo(++tries);
        last = clock.millis() - claim.get().askedAt();
        givenUp = notices.failed(claim.get(), "Held.");
        assertThat(notices.claim(WEBHOOK)).isEmpty();
      }
      pass(Duration.ofSeconds(10));
    }

    assertThat(tries).isBetween(90, 110);
    assertThat(last).isBetween(KEEP_TRYING.toMillis(), KEEP_TRYING.plusMinutes(16).toMillis());
    assertThat(due()).isEmpty();
    assertThat(details("NOT_TOLD")).containsExactly("Held.");
    assertThat(details("TOLD")).isEmpty();
  }

  @Test
  void tells_the_newest_counts_when_it_is_delivered_late() {
    hold("X", 1);
    notices.look();
    notices.failed(notices.claim(WEBHOOK).orElseThrow(), "One.");
    hold("Y", 2);
    pass(Duration.ofMinutes(1));

    assertThat(tell()).hasValueSatisfying(each -> assertThat(each.items()).isEqualTo(3));
  }

  @Test
  void each_channel_is_told_by_itself() {
    notices = notices(WEBHOOK, MAIL);
    notices.prepare();
    hold("X", 1);
    notices.look();

    notices.failed(notices.claim(WEBHOOK).orElseThrow(), "Held.");
    notices.told(notices.claim(MAIL).orElseThrow(), "Held.");

    assertThat(due()).containsExactly("BATCH_HELD");
    assertThat(entries())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.kind()).isEqualTo(AuditKind.TOLD);
              assertThat(each.from().channel()).isEqualTo(Source.Channel.MAIL);
              assertThat(each.about().subject()).isEqualTo("batch-held");
            });
  }

  @Test
  void keeps_nothing_for_a_channel_that_nobody_configured() {
    manyBatches(1);
    post(Verdicts.refused("BATCH_NO_FORMAT_ERROR"));

    assertThat(due()).containsExactly("BATCH_REFUSED");
    assertThat(one("SELECT COUNT(*) FROM notice WHERE channel = 'MAIL'")).isEqualTo("0");
  }

  @Test
  void tells_refused_files_and_a_day_that_ended() {
    reject("a.csv");
    pass(Duration.ofSeconds(3));
    NoticeClaim refused = tell().orElseThrow();
    pass(Duration.ofDays(1));
    ledger.days().close();
    pass(Duration.ofSeconds(3));
    NoticeClaim day = tell().orElseThrow();

    assertThat(refused.cause()).isEqualTo(NoticeCause.FILE_REFUSED);
    assertThat(refused.items()).isEqualTo(1);
    assertThat(day.cause()).isEqualTo(NoticeCause.DAY_CLOSED);
    assertThat(day.subject()).isEqualTo("2026-03-10");
    assertThat(day.items()).isEqualTo(1);
  }

  @Test
  void tells_a_pause_an_overdue_batch_a_conflict_and_files_that_wait() {
    manyBatches(2);
    post(Verdicts.paused("ILLEGAL_SIGN"));
    assertThat(tell().orElseThrow())
        .satisfies(
            each -> {
              assertThat(each.cause()).isEqualTo(NoticeCause.ACCOUNT_PAUSED);
              assertThat(each.subject()).isEqualTo("ILLEGAL_SIGN");
            });
    change("DELETE FROM pause");

    post(Verdicts.taken());
    pass(Duration.ofHours(26));
    noteOverdue();
    assertThat(tell().orElseThrow().cause()).isEqualTo(NoticeCause.BATCH_OVERDUE);

    awaitApproval("w.csv");
    assertThat(tell().orElseThrow().cause()).isEqualTo(NoticeCause.FILE_AWAITS_APPROVAL);
  }

  private void awaitApproval(String name) {
    intake = ledger.intake(APPROVAL, Language.EN);
    take(arrive(name, sha256(name)).file(), List.of(lines(name, 1)));
  }

  /** A file that nobody approves. */
  private void reject(String name) {
    awaitApproval(name);
    notices.look();
    change("UPDATE payout_file SET expires_at = " + clock.millis());
    pass(Duration.ofMillis(1));
    ledger.waiting(APPROVAL, Language.EN).expire(FAILS);
    notices.look();
  }

  /** Batches that the gateway had at their first post. */
  private void hold(String name, int batches) {
    for (int i = 0; i < batches; i++) {
      accept(name + i + ".csv", List.of(List.of(line(name + i, 1, 100))));
      post(Verdicts.numberIsUsed());
    }
  }

  private void prepareAgain() {
    notices = notices(WEBHOOK);
    notices.prepare();
  }

  /** Looks, and tells what is due. */
  private Optional<NoticeClaim> tell() {
    notices.look();
    Optional<NoticeClaim> claim = notices.claim(WEBHOOK);
    claim.ifPresent(each -> notices.told(each, "Told."));
    return claim;
  }

  private List<String> due() {
    return rows("SELECT cause FROM notice WHERE due_at IS NOT NULL ORDER BY cause");
  }

  private List<AuditLedger.Entry> entries() {
    return ledger.audit().entries(AuditLedger.Filter.ALL).toList();
  }

  private List<String> details(String kind) {
    return entries().stream()
        .filter(each -> each.kind().name().equals(kind))
        .map(AuditLedger.Entry::detail)
        .toList();
  }
}

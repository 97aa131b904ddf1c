package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static payout.batch.LineState.PAID;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.AuditLedger.Entry;
import payout.ledger.AuditLedger.Filter;
import payout.ledger.UserLedger.Left;

/** A user who is removed loses at once what the ledger holds for the user, and nobody else does. */
@OnBothDatabases
class UserLedgerTest extends LedgerFixture {

  private static final Source HERE = new Source(Source.Channel.CLI, "root@pay-1");

  private static final AcceptRules APPROVAL =
      new AcceptRules(
          Money.ZERO,
          Duration.ofHours(72).toMillis(),
          List.of("chen", "zhao", "wu"),
          Map.of("inbox", "li"),
          null,
          false);

  @Test
  void sessions_and_tokens_of_a_removed_user_end_and_those_of_others_stay() {
    ledger.sessions().start("s1", "chen", "192.0.2.1", false);
    ledger.sessions().start("s2", "chen", "192.0.2.2", false);
    ledger.sessions().start("s3", "zhao", "192.0.2.1", false);
    ledger.tokens().add("t1", "h1", "chen", Set.of("viewer"), 1);
    ledger.tokens().add("t2", "h2", "zhao", Set.of("viewer"), 1);

    assertThat(remove("chen")).isEqualTo(new Left(2, 1, 0, 0));

    Ledger otherNode = beside();
    assertThat(otherNode.sessions().find("s1")).isEmpty();
    assertThat(otherNode.sessions().find("s2")).isEmpty();
    assertThat(otherNode.tokens().find("h1")).isEmpty();
    assertThat(otherNode.sessions().find("s3")).isPresent();
    assertThat(otherNode.tokens().find("h2")).isPresent();
  }

  @Test
  void a_grant_of_a_removed_user_permits_nothing_any_more() {
    settled("a.csv", "A");
    settled("b.csv", "B");
    acts.again(sha256("a.csv"), new Act("Chen", "May", false));
    acts.again(sha256("b.csv"), new Act("zhao", "May", false));

    assertThat(remove("chen")).as("case makes no other person").isEqualTo(new Left(0, 0, 1, 0));

    assertThat(acts.grants()).extracting(Grants.Grant::who).containsExactly("zhao");
    assertThat(status.takenBefore(sha256("a.csv"))).as("paid, and not let in again").isPresent();
    assertThat(all(AuditKind.REVOKE_AGAIN))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.who()).isEqualTo("root");
              assertThat(entry.from()).isEqualTo(HERE);
              assertThat(entry.about().subject()).isEqualTo("a.csv");
              assertThat(entry.reason()).isEqualTo("the user chen was removed");
            });
  }

  @Test
  void a_grant_that_was_used_or_has_expired_is_history() {
    settled("a.csv", "A");
    acts.again(sha256("a.csv"), new Act("chen", "May", false));
    pass(Duration.ofHours(72));

    assertThat(remove("chen")).isEqualTo(new Left(0, 0, 0, 0));

    assertThat(all(AuditKind.REVOKE_AGAIN)).isEmpty();
  }

  @Test
  void a_proposal_of_a_removed_user_cannot_be_confirmed_but_proposed_anew() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    Settlement failed = Settlement.line(batchNo, "A-1", LineState.FAILED).evenEarly();
    ledger.acts(APPROVAL).settle(failed, new Act("chen", "bank", false));

    assertThat(remove("chen")).isEqualTo(new Left(0, 0, 0, 1));

    assertThat(ledger.acts(APPROVAL).settle(failed, new Act("zhao", "seen", false)).isDone())
        .as("of zhao it is a proposal of their own")
        .isFalse();
    assertThat(resultsOf(batchNo)).noneMatch(line -> line.contains("FAILED"));
    assertThat(eventsOf(batchNo)).anyMatch(event -> event.contains("PROPOSAL_WITHDRAWN"));
    assertThat(all(AuditKind.PROPOSAL_WITHDRAWN))
        .extracting(entry -> entry.who() + " " + entry.about().subject() + " " + entry.reason())
        .containsExactly("root " + batchNo + " the user chen was removed");
    assertThat(ledger.acts(APPROVAL).settle(failed, new Act("wu", "seen", false)).isDone())
        .isTrue();
  }

  @Test
  void what_was_removed_is_recorded_and_a_name_that_was_nobody_only_when_something_was_left() {
    remove("chen");
    ledger.users().removed("nobody", false, "root", HERE);
    ledger.sessions().start("s1", "gone", "192.0.2.1", false);
    ledger.users().removed("gone", false, "root", HERE);

    assertThat(all(AuditKind.USER_REMOVED))
        .extracting(entry -> entry.about().subject() + ": " + entry.detail())
        .containsExactly(
            "gone: 1 session and 0 tokens ended, 0 open grants revoked, 0 proposals withdrawn.",
            "chen: 0 sessions and 0 tokens ended, 0 open grants revoked, 0 proposals withdrawn.");
  }

  @Test
  void a_change_of_a_user_ends_the_sessions_that_began_before_and_keeps_tokens() {
    ledger.sessions().start("s1", "chen", "192.0.2.1", false);
    ledger.tokens().add("t1", "h1", "chen", Set.of("viewer"), 1);

    ledger.users().changed("chen", "viewer", "root", HERE);

    assertThat(ledger.sessions().find("s1")).isEmpty();
    assertThat(ledger.tokens().find("h1")).isPresent();
    assertThat(all(AuditKind.USER_CHANGED)).extracting(Entry::detail).containsExactly("viewer");
  }

  @Test
  void who_is_no_operator_any_more_permits_and_proposes_nothing_any_more() {
    settled("b.csv", "B");
    acts.again(sha256("b.csv"), new Act("chen", "May", false));
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    Settlement failed = Settlement.line(batchNo, "A-1", LineState.FAILED).evenEarly();
    ledger.acts(APPROVAL).settle(failed, new Act("chen", "bank", false));
    ledger.tokens().add("t1", "h1", "chen", Set.of("viewer"), 1);

    ledger.users().changedToLess("chen", "viewer", "root", HERE);

    assertThat(acts.grants()).isEmpty();
    assertThat(ledger.acts(APPROVAL).settle(failed, new Act("zhao", "seen", false)).isDone())
        .as("of zhao it is a proposal of their own")
        .isFalse();
    assertThat(ledger.tokens().find("h1")).isPresent();
    assertThat(all(AuditKind.REVOKE_AGAIN))
        .extracting(Entry::reason)
        .containsExactly("the user chen is no operator any more");
  }

  private Left remove(String user) {
    return ledger.users().removed(user, true, "root", HERE);
  }

  private void settled(String name, String prefix) {
    String batchNo = accept(name, List.of(lines(prefix, 1))).get(0);
    acts.hold(batchNo, act("x"));
    acts.isOurs(batchNo, act("x"));
    acts.settle(Settlement.line(batchNo, prefix + "-1", PAID), act("x"));
  }

  private List<Entry> all(AuditKind kind) {
    return ledger.audit().entries(Filter.ALL.of(kind)).toList();
  }
}

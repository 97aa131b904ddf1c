package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static payout.batch.LineState.PAID;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.AuditLedger.Entry;
import payout.ledger.AuditLedger.Filter;
import payout.ledger.AuditLedger.Position;
import payout.ledger.sql.Statements;

/** Who did what, when, from where and why. */
@OnBothDatabases
class AuditLedgerTest extends LedgerFixture {

  private static final Source CONSOLE = new Source(Source.Channel.CONSOLE, "192.0.2.7");

  private static final AcceptRules APPROVAL =
      new AcceptRules(
          Money.ZERO,
          Duration.ofHours(72).toMillis(),
          List.of("chen", "zhao"),
          Map.of("inbox", "li"),
          null,
          false);

  // ---- acts

  @Test
  void an_act_is_recorded_with_who_when_where_why_and_what() {
    String batchNo = oneBatch(2);
    Seen shown = acts.preview(ActKind.HOLD, batchNo, act("")).touches();

    String said = acts.hold(batchNo, act("the bank called").from(CONSOLE).seeing(shown));

    assertThat(newest())
        .isEqualTo(
            new Entry(
                newest().id(),
                clock.millis(),
                AuditKind.HOLD,
                "wang",
                CONSOLE,
                "",
                About.of(batch(batchNo)),
                shown,
                "the bank called",
                said));
  }

  @Test
  void each_kind_of_act_is_one_entry_and_a_refused_one_is_none() {
    String held = accept("h.csv", List.of(lines("H", 2))).get(0);
    acts.hold(held, act("x"));
    acts.release(held, act("x"));
    acts.hold(held, act("x"));
    acts.isOurs(held, act("x"));
    acts.settle(Settlement.line(held, "H-1", PAID), act("x"));
    acts.settle(Settlement.line(held, "H-2", LineState.FAILED).evenEarly(), act("x"));
    change("UPDATE publication SET published_at = 1");
    acts.settle(Settlement.line(held, "H-2", PAID).correcting(), act("x"));
    acts.again(sha256("h.csv"), act("x"));
    acts.revokeAgain(sha256("h.csv"), act("x"));
    String unknown = accept("u.csv", List.of(lines("U", 1))).get(0);
    post(Verdicts.unknown());
    acts.resend(unknown, act("x"));
    acts.hold(unknown, act("x"));
    accept("p.csv", List.of(lines("P", 1), lines("Q", 1)));
    post(Verdicts.paused("ILLEGAL_SIGN"));
    acts.resume(PARTNER, act("x"));
    acts.hold("p.csv", act("x"));

    for (Runnable refused :
        List.<Runnable>of(
            () -> acts.hold(held, act("x")),
            () -> acts.resume(PARTNER, act("x")),
            () -> acts.release("p.csv", act("x").seeing(Seen.of(1, new Money(1)))))) {
      assertThatThrownBy(refused::run).isInstanceOf(ActRefusedException.class);
    }
    acts.release("p.csv", dryRun());
    acts.preview(ActKind.RELEASE, "p.csv", act(""));

    assertThat(all())
        .extracting(Entry::kind)
        .containsExactly(
            AuditKind.HOLD,
            AuditKind.RESUME,
            AuditKind.HOLD,
            AuditKind.RESEND,
            AuditKind.REVOKE_AGAIN,
            AuditKind.AGAIN,
            AuditKind.CORRECT,
            AuditKind.SETTLE,
            AuditKind.SETTLE,
            AuditKind.OURS,
            AuditKind.HOLD,
            AuditKind.RELEASE,
            AuditKind.HOLD);
    assertThat(all())
        .allSatisfy(
            entry -> {
              assertThat(entry.toString()).doesNotContain("@example.com").doesNotContain("张三");
              assertThat(entry.about().subject()).isNotEmpty();
              assertThat(entry.touches().lines()).isPositive();
              assertThat(entry.detail()).isNotEmpty();
            });
    assertThat(newest().touches()).isEqualTo(Seen.of(2, new Money(202)));
    assertThat(newest().about().subject()).isEqualTo("p.csv");
  }

  @Test
  void a_proposal_and_its_confirmation_are_two_entries_of_two_persons() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    Settlement failed = Settlement.line(batchNo, "A-1", LineState.FAILED).evenEarly();

    ledger.acts(APPROVAL).settle(failed, new Act("chen", "bank", false));
    ledger.acts(APPROVAL).settle(failed, new Act("zhao", "seen", false));

    assertThat(all())
        .extracting(entry -> entry.who() + " " + entry.kind() + " " + entry.reason())
        .containsExactly("zhao SETTLE seen", "chen SETTLE_PROPOSED bank");
  }

  @Test
  void approvals_and_those_that_were_refused_are_recorded_with_the_bytes() {
    FileRecord file = drop("a.csv");
    WaitingLedger waiting = ledger.waiting(APPROVAL, Language.EN);
    Act li = new Act("li", "mine", false).from(CONSOLE);

    assertThatThrownBy(() -> waiting.approve("a.csv", file.sha256(), li))
        .isInstanceOf(ActRefusedException.class);
    assertThatThrownBy(
            () ->
                waiting.approve(
                    file.id(), new ApprovalNote("a.ok of 1", sha256("x"), Money.ZERO, "zhao")))
        .isInstanceOf(ActRefusedException.class);
    waiting.approve(file.id(), new ApprovalNote("a.ok of 2", file.sha256(), file.amount(), "zhao"));

    List<Entry> entries = all();
    assertThat(entries)
        .extracting(entry -> entry.who() + " " + entry.kind() + " " + entry.from().channel())
        .containsExactly(
            "zhao APPROVE FILE", "zhao APPROVAL_REFUSED FILE", "li APPROVAL_REFUSED CONSOLE");
    assertThat(entries.get(0).touches()).isEqualTo(Seen.of(file));
    assertThat(entries.get(0).from().address()).isEqualTo("a.ok of 2");
    assertThat(entries.get(2).detail()).startsWith("li owns the inbox");
    assertThat(entries).extracting(entry -> entry.about().fileId()).containsOnly(file.id());
  }

  @Test
  void an_approval_file_that_is_read_again_after_a_crash_is_no_second_entry() {
    FileRecord file = drop("a.csv");
    WaitingLedger waiting = ledger.waiting(APPROVAL, Language.EN);
    ApprovalNote note = new ApprovalNote("a.ok of 2", file.sha256(), file.amount(), "chen");

    waiting.approve(file.id(), note);
    waiting.approve(file.id(), note);
    waiting.refuseUnreadable("b.ok of 3", "It is empty.");

    assertThat(all())
        .extracting(entry -> entry.who() + " " + entry.kind())
        .containsExactly("b.ok of 3 APPROVAL_REFUSED", "chen APPROVE");
  }

  @Test
  void an_act_and_its_entry_are_one_commit() {
    String batchNo = oneBatch(1);
    failInserts();
    String before = everything();

    assertThatThrownBy(() -> acts.hold(batchNo, act("x"))).isInstanceOf(RuntimeException.class);

    assertThat(everything()).isEqualTo(before);
  }

  private void failInserts() {
    if (engine == Engine.SQLITE) {
      change("CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'x'); END");
    } else {
      change(
          "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS"
              + " $$ BEGIN RAISE EXCEPTION 'x'; END $$");
      change("CREATE TRIGGER broken BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION broken()");
    }
  }

  // ---- what is no act

  @Test
  void what_else_persons_do_is_recorded() {
    AuditLedger audit = ledger.audit();

    audit.record(AuditKind.LOGIN_FAILED, "", CONSOLE, About.NOTHING, "unknown name");
    audit.record(AuditKind.USER_ADDED, "root", CONSOLE, About.thing("li"), "submitter\u202e");

    assertThat(newest().who()).isEqualTo("root");
    assertThat(newest().about()).isEqualTo(About.thing("li"));
    assertThat(newest().detail()).isEqualTo("submitter\\u202e");
    assertThat(all())
        .extracting(Entry::kind)
        .containsExactly(AuditKind.USER_ADDED, AuditKind.LOGIN_FAILED);
    audit.record(AuditKind.LOGIN, "li", CONSOLE, About.NOTHING, "x".repeat(5000));
    assertThat(newest().detail()).hasSize(1000);
  }

  // ---- reading

  @Test
  void pages_follow_each_other_without_a_gap_or_a_repetition() {
    AuditLedger audit = ledger.audit();
    for (int i = 0; i < 25; i++) {
      audit.record(AuditKind.LOGIN, "u" + i % 3, CONSOLE, About.NOTHING, "" + i);
      pass(Duration.ofMillis(i % 2));
    }
    List<String> seen = new ArrayList<>();
    Optional<Position> next = Optional.empty();
    do {
      AuditLedger.Page page = audit.page(Filter.ALL, next, 7);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(7);
      page.entries().forEach(entry -> seen.add(entry.detail()));
      next = page.next().map(Position::toString).flatMap(Position::parse);
      audit.record(AuditKind.LOGIN, "late", CONSOLE, About.NOTHING, "late");
    } while (next.isPresent());

    List<String> expected = new ArrayList<>();
    for (int i = 24; i >= 0; i--) {
      expected.add("" + i);
    }
    assertThat(seen).isEqualTo(expected);
    assertThat(Position.parse("1-x")).isEmpty();
    assertThat(Position.parse(null)).isEmpty();
  }

  @Test
  void a_page_has_at_most_200_entries_and_the_export_has_all() {
    AuditLedger audit = ledger.audit();
    for (int i = 0; i < 401; i++) {
      audit.record(AuditKind.LOGIN, "li", CONSOLE, About.NOTHING, "" + i);
    }

    assertThat(audit.page(Filter.ALL, Optional.empty(), 5000).entries()).hasSize(200);
    assertThat(audit.entries(Filter.ALL)).hasSize(401);
    assertThat(audit.entries(Filter.ALL).limit(3).map(Entry::detail))
        .containsExactly("400", "399", "398");
  }

  @Test
  void entries_are_found_by_person_kind_time_file_and_batch() {
    List<String> numbers = manyBatches(2);
    long file = batch(numbers.get(0)).fileId();
    AuditLedger audit = ledger.audit();
    audit.record(AuditKind.LOGIN, "Wang", CONSOLE, About.NOTHING, "");
    long before = clock.millis();
    pass(Duration.ofMinutes(1));
    acts.hold(numbers.get(0), act("x"));
    acts.hold(numbers.get(1), new Act("chen", "x", false));
    pass(Duration.ofMinutes(1));
    long after = clock.millis();
    acts.release("a.csv", act("x"));

    assertThat(kinds(Filter.ALL.by("WANG "))).containsExactly("RELEASE", "HOLD", "LOGIN");
    assertThat(kinds(Filter.ALL.by("wang").of(AuditKind.HOLD))).containsExactly("HOLD");
    assertThat(kinds(Filter.ALL.of(AuditKind.HOLD))).containsExactly("HOLD", "HOLD");
    assertThat(kinds(Filter.ALL.between(before, after))).containsExactly("HOLD", "HOLD", "LOGIN");
    assertThat(kinds(Filter.ALL.between(before + 1, after + 1)))
        .containsExactly("RELEASE", "HOLD", "HOLD");
    assertThat(kinds(Filter.ALL.ofFile(file))).containsExactly("RELEASE", "HOLD", "HOLD");
    assertThat(kinds(Filter.ALL.ofBatch(batch(numbers.get(1)).id()))).containsExactly("HOLD");
    assertThat(kinds(Filter.ALL.ofFile(file).by("chen"))).containsExactly("HOLD");
    assertThat(kinds(Filter.ALL.ofFile(file).of(AuditKind.RELEASE))).containsExactly("RELEASE");
    assertThat(kinds(Filter.ALL.ofFile(file + 1).ofBatch(batch(numbers.get(1)).id()))).isEmpty();
    assertThat(kinds(Filter.ALL.by("nobody"))).isEmpty();
  }

  /** An index gives the entries in order: none is read that is not shown, and nothing is sorted. */
  @Test
  void each_filter_has_its_index_and_nothing_is_sorted() throws SQLException {
    Filter both = Filter.ALL.by("w1").of(AuditKind.HOLD);
    Map<Filter, String> indexes = new LinkedHashMap<>();
    indexes.put(Filter.ALL, "audit_time");
    indexes.put(Filter.ALL.by("w1"), "audit_person");
    indexes.put(Filter.ALL.of(AuditKind.HOLD), "audit_kind");
    indexes.put(both, "audit_person_kind");
    indexes.put(Filter.ALL.ofFile(1), "audit_file");
    indexes.put(both.ofFile(1), "audit_file");
    indexes.put(both.ofFile(1).ofBatch(1), "audit_batch");
    for (int i = 0; i < 20; i++) {
      ledger.audit().record(AuditKind.LOGIN, "w1", CONSOLE, About.NOTHING, "");
    }

    try (Connection connection = engine == Engine.SQLITE ? connect() : GrownLedger.connect()) {
      for (Map.Entry<Filter, String> each : indexes.entrySet()) {
        List<String> heard = new ArrayList<>();
        Statements.watch(heard::add);
        ledger.audit().page(each.getKey(), Optional.empty(), 200);

        assertThat(heard).hasSize(1);
        assertThat(QueryPlans.explain(connection, engine, heard.get(0)))
            .as(heard.get(0))
            .anyMatch(line -> line.matches(".*\\b" + each.getValue() + "\\b.*"))
            .noneMatch(line -> line.contains("TEMP B-TREE") || line.contains("Sort"));
        plans().hear(heard.get(0));
      }
    }
  }

  private List<String> kinds(Filter filter) {
    return ledger.audit().entries(filter).map(entry -> entry.kind().name()).toList();
  }

  private List<Entry> all() {
    return ledger.audit().entries(Filter.ALL).toList();
  }

  private Entry newest() {
    return all().get(0);
  }

  private FileRecord drop(String name) {
    intake = ledger.intake(APPROVAL, Language.EN);
    return take(arrive(name, sha256(name)).file(), List.of(lines(name, 2)));
  }
}

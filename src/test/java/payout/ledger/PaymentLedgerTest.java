package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import payout.batch.BatchId;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.PaymentStory.Entry;
import payout.ledger.PaymentStory.Source;
import payout.ledger.account.AccountEntry;
import payout.ledger.account.AccountIndex;
import payout.ledger.sql.Database;

@OnBothDatabases
class PaymentLedgerTest extends LedgerFixture {

  private static final String LI = "li.si@example.com";

  @Test
  void a_payment_is_found_by_serial_batch_and_account_with_where_it_stands() {
    String batchNo = oneBatch(3);
    post(Verdicts.taken());
    pass(Duration.ofMinutes(5));
    Notify.of("n1", batchNo).paid(linesOf(batchNo).get(1)).to(notifies);

    PaymentPage bySerial = payments().ofSerial("A-2", "");
    Payment found = bySerial.payments().get(0);

    assertThat(bySerial.payments()).hasSize(1);
    assertThat(bySerial.next()).isEmpty();
    assertThat(found.line().serial()).isEqualTo("A-2");
    assertThat(found.place()).isEqualTo(1);
    assertThat(found.result().state()).isEqualTo(LineState.PAID);
    assertThat(found.result().gatewaySerial()).isEqualTo("202603102");
    assertThat(found.origin().batch().batchNo()).isEqualTo(batchNo);
    assertThat(found.origin().fileName()).isEqualTo("a.csv");
    assertThat(found.origin().takenAt()).isEqualTo(clock.millis() - 300_000);
    assertThat(found.origin().endedAt()).isZero();
    assertThat(payments().ofAccount("A-2@Example.COM", "")).isEqualTo(bySerial);
    assertThat(payments().ofBatch(batchNo, "").payments())
        .extracting(each -> each.line().serial())
        .containsExactly("A-1", "A-2", "A-3");
  }

  @Test
  void what_is_not_there_is_not_found() {
    oneBatch(1);

    assertThat(payments().ofSerial("Z-1", "").payments()).isEmpty();
    assertThat(payments().ofBatch("20260310", "").payments()).isEmpty();
    assertThat(payments().ofAccount("z-1@example.com", "").payments()).isEmpty();
    assertThat(payments().story("20260310", "A-1")).isEmpty();
    assertThat(payments().story(number("a.csv", 1, 1), "Z-1")).isEmpty();
    assertThatThrownBy(() -> payments().ofSerial("A-1", "no position"))
        .hasMessage("The list has no such position; begin at its start.");
  }

  @Test
  void the_accounts_of_a_file_that_is_not_accepted_are_not_found() {
    FileRecord file = arrive("a.csv", sha256("a.csv")).file();
    intake.stage(file, List.of(StagedBatch.of(1, lines("A", 1))));
    intake.takeTurn(file);
    intake.addAccounts(file, new long[] {AccountEntry.of("a-1@example.com", Money.ZERO, 1)});

    assertThat(payments().ofAccount("a-1@example.com", "").payments()).isEmpty();

    change("DELETE FROM batch_lines");
    change("DELETE FROM batch");
    assertThat(payments().ofAccount("a-1@example.com", "").payments()).isEmpty();
  }

  @Test
  void a_serial_that_failed_and_came_again_is_found_twice_the_newest_first() {
    String first = accept("a.csv", List.of(lines("A", 1))).get(0);
    post(Verdicts.refused("ERROR_OTHER_NOT_REALNAMED"));
    String second = accept("b.csv", List.of(lines("A", 1))).get(0);

    assertThat(payments().ofSerial("A-1", "").payments())
        .extracting(each -> each.origin().batch().batchNo() + " " + each.result().state())
        .containsExactly(second + " OPEN", first + " REFUSED");
  }

  @Test
  void many_payments_to_one_account_come_in_pages_of_which_each_reads_few_batches() {
    List<List<PayoutLine>> many = new ArrayList<>();
    for (int batch = 0; batch < 130; batch++) {
      many.add(
          List.of(
              to(LI, "S-" + batch + "-1"),
              to("x@y.cn", "S-" + batch + "-2"),
              to(LI, "S-" + batch + "-3")));
    }
    accept("a.csv", many);
    List<PayoutLine> big = new ArrayList<>();
    for (int i = 0; i < 450; i++) {
      big.add(to(LI, "T-" + i));
    }
    accept("b.csv", List.of(big));

    List<String> found = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String next = "";
    do {
      PaymentPage page = payments().ofAccount(LI, next);
      page.payments().forEach(each -> found.add(each.line().serial()));
      sizes.add(page.payments().size());
      next = page.next();
    } while (!next.isEmpty());

    assertThat(sizes).containsExactly(200, 200, 148, 100, 62);
    List<String> expected = new ArrayList<>(big.stream().map(PayoutLine::serial).toList());
    for (int batch = 129; batch >= 0; batch--) {
      expected.add("S-" + batch + "-1");
      expected.add("S-" + batch + "-3");
    }
    assertThat(found).containsExactlyElementsOf(expected);
  }

  @Test
  void a_page_that_ends_with_a_batch_goes_on_with_the_next() {
    List<PayoutLine> full = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      full.add(to(LI, "T-" + i));
    }
    accept("a.csv", List.of(List.of(to(LI, "S-1")), full));

    PaymentPage first = payments().ofAccount(LI, "");
    PaymentPage second = payments().ofAccount(LI, first.next());

    assertThat(first.payments()).hasSize(200);
    assertThat(second.payments()).extracting(each -> each.line().serial()).containsExactly("S-1");
    assertThat(second.next()).isEmpty();
  }

  @Test
  void an_account_of_the_same_hash_is_not_shown() {
    String batchNo = oneBatch(1);
    long batchId = batch(batchNo).id();
    try (Database database = Database.open(address.url(), address.user(), address.password())) {
      long stranger = AccountEntry.of("stranger@example.com", Money.ZERO, 1);
      database.write(
          sql -> {
            AccountIndex.add(sql, BatchId.fileOf(batchId), stranger);
            return null;
          });
    }

    assertThat(payments().ofAccount("stranger@example.com", "").payments()).isEmpty();
  }

  @Test
  void the_story_of_a_payment_tells_everything_in_order() {
    AcceptRules rules =
        new AcceptRules(
            Money.ZERO, 1000 * 3600, List.of("chen", "zhao"), Map.of("inbox", "li"), null, false);
    intake = ledger.intake(rules, Language.EN);
    FileRecord waits = take(arrive("a.csv", sha256("a.csv")).file(), List.of(lines("A", 2)));
    pass(Duration.ofMinutes(1));
    ledger
        .waiting(rules, Language.EN)
        .approve("a.csv", waits.sha256(), new Act("chen", "seen", false));
    String batchNo = number("a.csv", 1, 1);
    pass(Duration.ofMinutes(1));
    post(Verdicts.unknown());
    pass(Duration.ofMinutes(2));
    post(Verdicts.taken());
    pass(Duration.ofMinutes(3));
    List<PayoutLine> lines = linesOf(batchNo);
    Notify.of("n1", batchNo).paid(lines.get(0)).failed(lines.get(1)).to(notifies);
    pass(Duration.ofMinutes(1));
    Notify.of("n2", batchNo).failed(lines.get(0)).to(notifies);
    publishAll();
    pass(Duration.ofMinutes(1));
    acts.settle(Settlement.line(batchNo, "A-2", LineState.PAID).correcting(), act("the bank"));
    publishAll();

    PaymentStory story = payments().story(batchNo, "A-2").orElseThrow();

    assertThat(story.payment().line().row()).isEqualTo(2);
    assertThat(story.payment().result().state()).isEqualTo(LineState.PAID);
    assertThat(story.file().sha256()).isEqualTo(sha256("a.csv"));
    assertThat(story.file().waited().owner()).isEqualTo("li");
    assertThat(story.file().waited().approvedBy()).isEqualTo("chen");
    assertThat(story.isCut()).isFalse();
    assertThat(story.entries()).isSortedAccordingTo(Comparator.comparingLong(Entry::at));
    assertThat(story.entries())
        .extracting(each -> each.source() + " " + each.kind())
        .containsExactly(
            "FILE RECEIVED",
            "FILE AWAITING_APPROVAL",
            "FILE APPROVED",
            "FILE ACCEPTED",
            "BATCH SENDING",
            "BATCH UNKNOWN",
            "BATCH SENDING",
            "BATCH TAKEN",
            "FILE SETTLED",
            "NOTIFY APPLIED",
            "BATCH SETTLED",
            "NOTIFY CONFLICT",
            "BATCH NOTIFY_CONFLICT",
            "OUTPUT BATCH_RESULT",
            "OUTPUT RESULT",
            "OUTPUT RETRY",
            "BATCH CORRECT",
            "CORRECTION CORRECTION");
    assertThat(story.entries().get(2).by()).isEqualTo("chen");
    assertThat(story.entries())
        .filteredOn(each -> each.source() == Source.CORRECTION)
        .extracting(Entry::from, Entry::to)
        .containsExactly(tuple("FAILED ACCOUN_NAME_NOT_MATCH", "PAID"));
    assertThat(payments().story(batchNo, "A-1").orElseThrow().entries())
        .extracting(Entry::kind)
        .doesNotContain("CORRECT", "CORRECTION");
  }

  @Test
  void a_story_that_is_too_long_says_so() {
    String batchNo = oneBatch(1);
    change(
        "INSERT INTO event (at, file_id, batch_id, kind, cause) WITH RECURSIVE n(i) AS (SELECT 1"
            + " UNION ALL SELECT i + 1 FROM n WHERE i < 600) SELECT i, "
            + batch(batchNo).fileId()
            + ", "
            + batch(batchNo).id()
            + ", 'RESEND', 'wang' FROM n");

    PaymentStory story = payments().story(batchNo, "A-1").orElseThrow();

    assertThat(story.isCut()).isTrue();
    assertThat(story.entries()).filteredOn(each -> each.source() == Source.BATCH).hasSize(500);
    assertThat(story.entries().get(0).at()).isEqualTo(101);
  }

  private PaymentLedger payments() {
    return ledger.payments();
  }

  private void publishAll() {
    List<Publication> due = queue.claim(25);
    queue.finish(
        due.stream().<PublicationQueue.Result>map(PublicationQueue.Result.Published::new).toList());
  }

  private static PayoutLine to(String account, String serial) {
    return new PayoutLine(1, serial, account, "李四", new Money(100), "");
  }
}

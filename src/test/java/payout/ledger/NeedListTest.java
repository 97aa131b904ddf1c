package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static payout.ledger.OverviewLedger.Need.Kind.APPROVAL;
import static payout.ledger.OverviewLedger.Need.Kind.CONFLICT;
import static payout.ledger.OverviewLedger.Need.Kind.HELD;
import static payout.ledger.OverviewLedger.Need.Kind.LIMIT;
import static payout.ledger.OverviewLedger.Need.Kind.OVERDUE;
import static payout.ledger.OverviewLedger.Need.Kind.PAUSED;
import static payout.ledger.OverviewLedger.Need.Kind.PROPOSAL;
import static payout.ledger.OverviewLedger.Need.Kind.UNKNOWN;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.OverviewLedger.Need;

/** Behind each number of the overview is a list of what was counted. */
@OnBothDatabases
class NeedListTest extends LedgerFixture {

  private static final AcceptRules APPROVAL_RULES =
      new AcceptRules(Money.ZERO, 3_600_000, List.of("chen", "zhao"), Map.of(), null, false);

  @Test
  void lists_the_batches_that_are_counted_those_in_trouble_for_longest_first() {
    List<String> numbers = manyBatches(4);
    for (int i = 0; i < 2; i++) {
      post(Verdicts.unknown());
      pass(Duration.ofMillis(10));
    }
    post(Verdicts.numberIsUsed());
    post(Verdicts.taken());
    Notify.of("n", numbers.get(3)).paid(linesOf(numbers.get(3)).get(0), "9.99").to(notifies);

    assertThat(numbers(UNKNOWN)).containsExactly(numbers.get(0), numbers.get(1));
    assertThat(numbers(HELD)).containsExactly(numbers.get(2));
    assertThat(numbers(CONFLICT)).containsExactly(numbers.get(3));
    assertEachIsAsLongAsItsCount();
    pass(Duration.ofHours(26));
    noteOverdue();
    assertThat(numbers(OVERDUE)).containsExactly(numbers.get(3));
    assertEachIsAsLongAsItsCount();
  }

  @Test
  void lists_what_a_pause_keeps_back_and_what_no_notify_reached() {
    List<String> numbers = manyBatches(3);
    post(Verdicts.taken());
    post(Verdicts.paused("ILLEGAL_SIGN"));

    assertThat(numbers(PAUSED)).containsExactlyInAnyOrder(numbers.get(1), numbers.get(2));
    assertThat(ledger.needList().unheard(60_000)).isEmpty();
    pass(Duration.ofMinutes(2));
    assertThat(ledger.needList().unheard(60_000))
        .extracting(BatchRecord::batchNo)
        .containsExactly(numbers.get(0));
    Notify.of("n", numbers.get(0)).paid(linesOf(numbers.get(0)).get(0)).to(notifies);
    assertThat(ledger.needList().unheard(60_000)).isEmpty();
  }

  @Test
  void lists_the_batches_of_proposals_that_are_neither_confirmed_nor_void() {
    intake = ledger.intake(APPROVAL_RULES, Language.EN);
    FileRecord file = take(arrive("a.csv", sha256("a.csv")).file(), List.of(lines("A", 2)));
    ledger
        .waiting(APPROVAL_RULES, Language.EN)
        .approve("a.csv", file.sha256(), new Act("chen", "", false));
    String batchNo = number("a.csv", 1, 1);
    post(Verdicts.taken());
    pass(Duration.ofHours(27));
    ActLedger two = ledger.acts(APPROVAL_RULES);
    Settlement failed = Settlement.line(batchNo, "A-1", LineState.FAILED);
    two.settle(failed, new Act("zhao", "the bank", false));

    assertThat(numbers(PROPOSAL)).containsExactly(batchNo);
    two.settle(failed, new Act("chen", "the bank", false));
    assertThat(numbers(PROPOSAL)).isEmpty();
  }

  /** Needs of whole files are listed where files wait. */
  private void assertEachIsAsLongAsItsCount() {
    List<Need> needs = ledger.overview().needs();
    assertThat(needs).isNotEmpty();
    assertThat(needs)
        .filteredOn(need -> need.kind() != APPROVAL && need.kind() != LIMIT)
        .allSatisfy(need -> assertThat(numbers(need.kind())).hasSize((int) need.count()));
  }

  private List<String> numbers(Need.Kind kind) {
    return ledger.needList().batches(kind).stream().map(BatchRecord::batchNo).toList();
  }
}

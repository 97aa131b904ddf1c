package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.sql.Statements;

/** What an approver sees first: the largest payments, without reading the whole file. */
@OnBothDatabases
class LargestPaymentsTest extends LedgerFixture {

  private final Random random = new Random(7);

  @Test
  void the_largest_are_named_whatever_batch_they_are_in() {
    for (int round = 1; round <= 8; round++) {
      List<List<PayoutLine>> batches = batches("R" + round, 30, 8, round % 2 == 0 ? 40 : 100_000);
      long file = fileOf("r" + round + ".csv", batches);

      assertThat(named(file, 10)).isEqualTo(expected(batches, 10));
      assertThat(named(file, 1)).isEqualTo(expected(batches, 1));
    }
  }

  @Test
  void a_file_that_an_earlier_program_staged_is_read_as_a_whole() {
    List<List<PayoutLine>> batches = batches("E", 20, 5, 100_000);
    long file = fileOf("e.csv", batches);

    change("UPDATE batch SET largest = NULL WHERE place % 2 = 0");
    assertThat(named(file, 10)).isEqualTo(expected(batches, 10));
    change("UPDATE batch SET largest = NULL");
    assertThat(named(file, 10)).isEqualTo(expected(batches, 10));
  }

  @Test
  void lines_that_were_left_out_do_not_count() {
    Reception arrived = arrive("a.csv", sha256("a.csv"));
    intake.stage(arrived.file(), List.of(StagedBatch.of(1, lines("A", 5))));

    intake.restage(arrived.file(), StagedBatch.of(1, lines("A", 2)));

    assertThat(one("SELECT largest FROM batch")).isEqualTo("202");
    assertThat(named(arrived.file().id(), 10)).containsExactly("A-2", "A-1");
  }

  @Test
  void a_small_file_has_no_more_than_it_has_and_a_missing_one_none() {
    assertThat(named(fileOf("s.csv", List.of(lines("S", 3))), 10))
        .containsExactly("S-3", "S-2", "S-1");
    assertThat(named(77, 10)).isEmpty();
  }

  @Test
  void no_more_batches_are_read_than_payments_are_named() {
    long file = fileOf("b.csv", batches("B", 40, 3, 100_000));
    List<String> heard = new ArrayList<>();
    Statements.watch(heard::add);

    ledger.largestPayments().of(file, 10);

    Pattern lines = Pattern.compile("SELECT data FROM batch_lines.*");
    assertThat(heard).filteredOn(lines.asMatchPredicate()).hasSize(10);
  }

  @Test
  void a_payment_in_a_log_shows_neither_account_nor_name() {
    long file = fileOf("l.csv", List.of(lines("L", 1)));

    assertThat(ledger.largestPayments().of(file, 1).toString())
        .isEqualTo("[a payment of batch " + number("l.csv", 1, 1) + "]");
  }

  private long fileOf(String name, List<List<PayoutLine>> batches) {
    return batch(accept(name, batches).get(0)).fileId();
  }

  private List<List<PayoutLine>> batches(String prefix, int count, int lines, int fenMax) {
    List<List<PayoutLine>> batches = new ArrayList<>();
    int row = 0;
    for (int i = 0; i < count; i++) {
      List<PayoutLine> batch = new ArrayList<>();
      for (int k = 0; k < lines; k++) {
        row++;
        batch.add(line(prefix + "-" + row, row, 1 + random.nextInt(fenMax)));
      }
      batches.add(batch);
    }
    return batches;
  }

  private List<String> named(long fileId, int count) {
    return ledger.largestPayments().of(fileId, count).stream()
        .map(each -> each.line().serial())
        .toList();
  }

  private static List<String> expected(List<List<PayoutLine>> batches, int count) {
    return batches.stream()
        .flatMap(List::stream)
        .sorted(
            Comparator.comparing(PayoutLine::amount, Comparator.<Money>reverseOrder())
                .thenComparing(PayoutLine::row))
        .limit(count)
        .map(PayoutLine::serial)
        .toList();
  }
}

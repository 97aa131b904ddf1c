package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static payout.batch.FileState.ACCEPTED;
import static payout.batch.FileState.AWAITING_APPROVAL;
import static payout.batch.FileState.AWAITING_LIMIT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.batch.Checkpoint;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.OutputKind;
import payout.ledger.AcceptRules;
import payout.ledger.ActRefusedException;
import payout.ledger.FileRecord;
import payout.ledger.OnBothDatabases;

/** What repeats a payment is a warning, and a file that repeats many waits for a person. */
@OnBothDatabases
class RepeatsTest extends RepeatsFixture {

  private static final LineResult PAID = new LineResult(LineState.PAID, "", "", "");
  private static final LineResult FAILED =
      new LineResult(LineState.FAILED, "RECEIVE_USER_NOT_EXIST", "", "");

  private Node node;

  @BeforeEach
  void start() {
    node = node();
  }

  // ---- what is a repeat

  @Test
  void both_lines_of_one_account_and_amount_are_told_of_each_other() {
    FileRecord file =
        node.drop(
            "a.csv",
            others("x", 9)
                + row("A", "li@example.com", "10.00")
                + row("B", "LI@example.com", "10")
                + row("C", "li@example.com", "10.01"));

    assertThat(file.state()).isEqualTo(ACCEPTED);
    assertThat(node.warnings(file)).containsExactly("11 REPEATS_LINE", "12 REPEATS_LINE");
    assertThat(node.reason(file, 0)).contains("serial number A").contains("row 12").contains("B");
    assertThat(node.reason(file, 1)).contains("serial number B").contains("row 11").contains("A");
    assertThat(node.output(file, OutputKind.WARNINGS))
        .startsWith("line,code,reason\n11,REPEATS_LINE,")
        .doesNotContain("example.com");
  }

  @Test
  void a_payroll_exported_again_with_new_serials_waits_while_the_first_is_open() {
    node.drop("may.csv", others("x", 10));

    FileRecord again = node.drop("may-2.csv", others("x", 10).replaceAll("(?m)^x", "Y"));

    assertThat(again.state()).isEqualTo(AWAITING_APPROVAL);
    assertThat(node.warnings(again)).hasSize(10).allMatch(each -> each.endsWith("PAYMENT"));
    assertThat(node.reason(again, 0))
        .contains("Y1", "row 2", "x1", "may.csv", "2026-03-10 10:00:00");
    assertThat(again.reason()).startsWith("10 of 10 lines");
    assertThat(node.output(again, OutputKind.WAITING)).contains("10 of 10 lines");
  }

  @Test
  void what_is_open_counts_at_any_age_and_so_does_what_waits() {
    FileRecord first = node.drop("a.csv", others("x", 4));
    pass(300);
    FileRecord second = node.drop("b.csv", others("x", 4).replaceAll("(?m)^x", "Y"));
    node.settle(first, "20260310120000", line -> PAID);
    pass(300);

    FileRecord third = node.drop("c.csv", others("x", 4).replaceAll("(?m)^x", "Z"));

    assertThat(second.state()).isEqualTo(AWAITING_APPROVAL);
    assertThat(third.state()).isEqualTo(AWAITING_APPROVAL);
    assertThat(node.reason(third, 0)).contains("b.csv");
  }

  @Test
  void what_was_paid_counts_for_three_days_of_china() {
    FileRecord first = node.drop("a.csv", others("x", 4));
    now.move(Duration.ofHours(13));
    node.settle(first, "20260310235959", line -> PAID);
    pass(3);
    now.move(Duration.ofMinutes(59));

    FileRecord soon = node.drop("b.csv", others("x", 4).replaceAll("(?m)^x", "Y"));
    node.ledger()
        .waiting(accept, payout.batch.Language.EN)
        .reject(soon.name(), new payout.ledger.Act("chen", "twice", false));
    now.move(Duration.ofHours(1));
    FileRecord later = node.drop("c.csv", others("x", 4).replaceAll("(?m)^x", "Z"));

    assertThat(soon.state()).isEqualTo(AWAITING_APPROVAL);
    assertThat(node.reason(soon, 0)).contains("was paid on 2026-03-10 23:59:59");
    assertThat(node.warnings(later)).isEmpty();
    assertThat(later.state()).isEqualTo(ACCEPTED);
  }

  @Test
  void what_failed_or_was_refused_does_not_count_and_its_retry_never_warns() {
    FileRecord first = node.drop("a.csv", others("x", 4));
    node.settle(first, "20260310120000", line -> FAILED);

    FileRecord retry = node.drop("a.12345678.retry.csv", others("x", 4));
    FileRecord other = node.drop("b.csv", row("N", "n@example.com", "3.00"));

    assertThat(node.warnings(retry)).noneMatch(each -> each.contains("REPEATS"));
    assertThat(retry.state()).isEqualTo(ACCEPTED);
    assertThat(other.state()).isEqualTo(ACCEPTED);
  }

  @Test
  void a_retry_is_not_compared_with_the_other_lines_of_its_own_file() {
    String same = "";
    for (int i = 0; i < 10; i++) {
      same += row("S" + i, "li@example.com", "10.00");
    }
    FileRecord first = node.drop("a.csv", same);
    node.approve(first, "chen");
    node.settle(first, "20260310120000", line -> line.serial().compareTo("S7") < 0 ? PAID : FAILED);

    FileRecord retry =
        node.drop(
            "a.12345678.retry.csv",
            row("S7", "li@example.com", "10.00")
                + row("S8", "li@example.com", "10.00")
                + row("S9", "li@example.com", "10.00"));

    assertThat(first.state()).isEqualTo(AWAITING_APPROVAL);
    assertThat(node.warnings(retry)).noneMatch(each -> each.contains("REPEATS"));
    assertThat(retry.state()).isEqualTo(ACCEPTED);
  }

  @Test
  void a_retry_of_what_another_file_pays_since_is_a_repeat() {
    FileRecord first = node.drop("a.csv", others("x", 4));
    node.settle(first, "20260310120000", line -> FAILED);
    now.move(Duration.ofMinutes(1));
    FileRecord second = node.drop("b.csv", others("x", 4).replaceAll("(?m)^x", "Y"));

    FileRecord retry = node.drop("a.12345678.retry.csv", others("x", 4));

    assertThat(second.state()).isEqualTo(ACCEPTED);
    assertThat(retry.state()).isEqualTo(AWAITING_APPROVAL);
    assertThat(node.reason(retry, 0)).contains("b.csv");
  }

  /** Whoever writes the inbox may call any file a retry. */
  @Test
  void the_name_of_a_retry_file_gains_nothing() {
    node.drop("a.csv", others("x", 4));

    FileRecord faked = node.drop("a.12345678.retry.csv", others("x", 4).replaceAll("(?m)^x", "Y"));

    assertThat(faked.state()).isEqualTo(AWAITING_APPROVAL);
  }

  @Test
  void another_name_is_told() {
    node.drop("a.csv", row("A", "li@example.com", "10.00") + others("x", 9));

    FileRecord file = node.drop("b.csv", "B,li@example.com,Li Si,10.00,May\n" + others("y", 9));

    assertThat(file.state()).isEqualTo(ACCEPTED);
    assertThat(node.warnings(file)).containsExactly("2 REPEATS_PAYMENT");
    assertThat(node.reason(file, 0)).endsWith("The payee's name there is another one.");
  }

  @Test
  void a_line_that_is_left_out_repeats_nothing() {
    leavesOutLines = true;

    FileRecord file =
        node.drop(
            "a.csv",
            row("A", "li@example.com", "10.00")
                + row("B", "li@example.com", "20.00")
                + row("C", "c@example.com", "1.00")
                + row("A", "li@example.com", "20.00"));

    assertThat(file.rejectedLines()).isEqualTo(1);
    assertThat(node.warnings(file)).isEmpty();
  }

  // ---- from which share on

  @Test
  void one_of_many_lines_is_a_warning_and_two_of_ten_wait() {
    node.drop("a.csv", row("A", "li@example.com", "1.00") + row("B", "w@example.com", "2.00"));

    FileRecord one = node.drop("b.csv", row("C", "li@example.com", "1.00") + others("p", 3));
    FileRecord below =
        node.drop(
            "c.csv",
            row("D", "li@example.com", "1.00")
                + row("E", "w@example.com", "2.00")
                + others("q", 9));
    FileRecord at =
        node.drop(
            "d.csv",
            row("F", "li@example.com", "1.00")
                + row("G", "w@example.com", "2.00")
                + others("r", 8));

    assertThat(one.state()).isEqualTo(ACCEPTED);
    assertThat(below.state()).isEqualTo(ACCEPTED);
    assertThat(at.state()).isEqualTo(AWAITING_APPROVAL);
  }

  @Test
  void a_file_of_one_line_waits_only_when_name_and_remark_are_equal_too() {
    node.drop("a.csv", row("A", "li@example.com", "1.00") + others("x", 3));

    FileRecord other = node.drop("b.csv", "B,li@example.com,Zhang San,1.00,June\n");
    FileRecord same = node.drop("c.csv", "C,li@example.com,Zhang San,1.00,May\n");

    assertThat(other.state()).isEqualTo(ACCEPTED);
    assertThat(node.warnings(other)).containsExactly("2 REPEATS_PAYMENT");
    assertThat(same.state()).isEqualTo(AWAITING_APPROVAL);
  }

  @Test
  void off_finds_nothing_and_accepts() {
    days = 0;
    node.drop("a.csv", others("x", 4));

    FileRecord file = node.drop("b.csv", others("x", 4).replaceAll("(?m)^x", "Y"));

    assertThat(file.state()).isEqualTo(ACCEPTED);
    assertThat(node.warnings(file)).isEmpty();
    assertThat(node.output(file, OutputKind.WARNINGS)).isNull();
  }

  // ---- who lets it go

  @Test
  void anybody_but_who_brought_it_in_approves_it_where_no_approver_is_named() {
    node.drop("a.csv", others("x", 4));
    FileRecord file = node.drop("b.csv", others("x", 4).replaceAll("(?m)^x", "Y"));

    assertThatThrownBy(() -> node.approve(file, "ERP"))
        .isInstanceOf(ActRefusedException.class)
        .hasMessageContaining("owns the inbox");
    assertThat(node.approve(file, "wang")).contains("is ACCEPTED");
  }

  @Test
  void only_named_approvers_approve_it_where_some_are() {
    node.drop("a.csv", others("x", 4));
    accept = new AcceptRules(null, 3_600_000, List.of("chen"), Map.of("inbox", "erp"), null, false);
    FileRecord file = node.drop("b.csv", others("x", 4).replaceAll("(?m)^x", "Y"));

    assertThatThrownBy(() -> node.approve(file, "wang")).isInstanceOf(ActRefusedException.class);
    assertThat(node.approve(file, "chen")).contains("is ACCEPTED");
  }

  /** The setting may have changed since the file came. */
  @Test
  void a_file_that_needs_approval_anyway_takes_a_named_approver() {
    node.drop("a.csv", others("x", 4));
    AcceptRules open = accept;
    accept =
        new AcceptRules(
            Money.ZERO, 3_600_000, List.of("chen"), Map.of("inbox", "erp"), null, false);
    FileRecord file = node.drop("b.csv", others("x", 4).replaceAll("(?m)^x", "Y"));
    accept = open;

    assertThat(file.reason()).contains("4 of 4 lines", "An approver must approve it");
    assertThatThrownBy(() -> node.approve(file, "wang"))
        .hasMessageContaining("payout.approval.approvers");
  }

  @Test
  void an_approved_file_still_waits_for_the_limit_of_the_day() {
    node.drop("a.csv", others("x", 4));
    accept =
        new AcceptRules(
            null, 3_600_000, List.of(), Map.of("inbox", "erp"), Money.parse("0.01"), false);
    FileRecord file = node.drop("b.csv", others("x", 4).replaceAll("(?m)^x", "Y"));

    node.approve(file, "wang");

    assertThat(file.state()).isEqualTo(AWAITING_APPROVAL);
    assertThat(node.state(file)).isEqualTo(AWAITING_LIMIT);
  }

  // ---- the other warnings

  @Test
  void from_fifty_thousand_up_a_missing_remark_is_a_warning() {
    FileRecord file =
        node.drop(
            "a.csv",
            "A,a@example.com,Zhang San,50000.00,\nB,b@example.com,Zhang San,49999.99,\n"
                + "C,c@example.com,Zhang San,50000.00,May\n");

    assertThat(node.warnings(file)).containsExactly("2 REMARK_MISSING");
    assertThat(file.state()).isEqualTo(ACCEPTED);
  }

  @Test
  void a_payee_that_failed_last_time_is_a_warning_until_its_name_or_account_is_changed() {
    FileRecord first = node.drop("a.csv", others("x", 4));
    node.settle(
        first,
        "20260310120000",
        line ->
            switch (line.serial()) {
              case "x1", "x2" -> FAILED;
              case "x3" -> new LineResult(LineState.FAILED, "DAILY_QUOTA_LIMIT_EXCEED", "", "");
              default -> PAID;
            });
    pass(100);

    FileRecord again =
        node.drop(
            "b.csv",
            row("B1", "x1@example.com", "1.00")
                + "B2,x2@example.com,Li Si,1.00,May\n"
                + row("B3", "x3@example.com", "1.00")
                + row("B4", "x4@example.com", "1.00"));

    assertThat(node.warnings(again)).containsExactly("2 PAYEE_FAILED_BEFORE");
    assertThat(node.reason(again, 0))
        .contains("row 2", "x1", "a.csv", "RECEIVE_USER_NOT_EXIST")
        .doesNotContain("example.com");
  }

  @Test
  void a_payee_that_was_paid_since_is_no_warning() {
    FileRecord first = node.drop("a.csv", others("x", 1));
    node.settle(first, "20260310120000", line -> FAILED);
    FileRecord second = node.drop("b.csv", row("B", "x1@example.com", "1.00"));
    node.settle(second, "20260310130000", line -> PAID);
    pass(10);

    FileRecord third = node.drop("c.csv", row("C", "x1@example.com", "1.00"));

    assertThat(node.warnings(second)).containsExactly("2 PAYEE_FAILED_BEFORE");
    assertThat(node.warnings(third)).isEmpty();
  }

  @Test
  void a_large_payment_to_an_unknown_payee_is_a_warning_where_that_is_set() {
    newAmountMin = Money.parse("5.00");
    FileRecord first = node.drop("a.csv", row("A", "li@example.com", "1.00"));
    node.settle(first, "20260310120000", line -> PAID);

    FileRecord second =
        node.drop(
            "b.csv",
            row("B", "li@example.com", "5.00")
                + row("C", "new@example.com", "5.00")
                + row("D", "other@example.com", "4.99"));

    assertThat(node.warnings(first)).isEmpty();
    assertThat(node.warnings(second)).containsExactly("3 PAYEE_UNKNOWN");
  }

  // ---- many

  @Test
  void of_many_warnings_the_first_thousand_are_listed_and_all_are_counted() {
    batchLinesMax = 1000;
    node.drop("a.csv", others("x", 1500));

    FileRecord file = node.drop("b.csv", others("x", 1500).replaceAll("(?m)^x", "Y"));

    assertThat(node.warnings(file)).hasSize(1000).startsWith("2 REPEATS_PAYMENT");
    assertThat(node.output(file, OutputKind.WARNINGS))
        .endsWith("\n,MORE_WARNINGS,\"There are 500 more warnings, which are not listed.\"\n");
    assertThat(file.reason()).startsWith("1500 of 1500");
  }

  /** Both were read before either was decided. */
  @Test
  void two_nodes_cannot_pass_the_same_payroll_together() throws Exception {
    Node other = node();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 5; round++) {
        String rows = others("r" + round + "x", 10);
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<FileRecord>> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          Node each = i == 0 ? node : other;
          String name = "f" + round + "-" + i + ".csv";
          String own = rows.replaceAll("(?m)^r", "s" + i);
          both.add(
              threads.submit(
                  () -> {
                    together.await(20, TimeUnit.SECONDS);
                    return each.drop(name, own);
                  }));
        }

        List<payout.batch.FileState> states = new ArrayList<>();
        for (Future<FileRecord> each : both) {
          states.add(each.get(60, TimeUnit.SECONDS).state());
        }
        assertThat(states).containsExactlyInAnyOrder(ACCEPTED, AWAITING_APPROVAL);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** A process that dies before the decision leaves nothing that another file would repeat. */
  @Test
  void what_was_compared_and_never_decided_is_no_payment() {
    for (Checkpoint at : EnumSet.of(Checkpoint.TURN_TAKEN, Checkpoint.REPEATS_COMPARED)) {
      Checkpoint.watch(
          passed -> {
            if (passed == at) {
              throw new Killed();
            }
          });
      try {
        assertThatThrownBy(() -> node.drop("a-" + at + ".csv", others(at.name(), 4)))
            .isInstanceOf(Killed.class);
      } finally {
        Checkpoint.watch(null);
      }
      now.move(Duration.ofMinutes(1));

      FileRecord file = node.drop("b-" + at + ".csv", others(at.name(), 4).replace("\nT", "\nZ"));

      assertThat(file.state()).isEqualTo(ACCEPTED);
      assertThat(node.warnings(file)).isEmpty();
    }
  }

  /** A file that an earlier program accepted, whose pairs do not tell the amount. */
  @Test
  void what_an_earlier_program_indexed_or_did_not_index_is_compared() {
    FileRecord first = node.drop("a.csv", others("x", 4));
    sql("UPDATE payout_file SET account_form = 0 WHERE id = ?", first.id());
    FileRecord second = node.drop("b.csv", others("x", 4).replaceAll("(?m)^x", "Y"));
    FileRecord third = node.drop("c.csv", others("z", 4));
    sql("DELETE FROM account_page");
    sql("UPDATE payout_file SET accounts_from = 1, account_form = 0 WHERE id = ?", third.id());

    FileRecord fourth = node.drop("d.csv", others("z", 4).replaceAll("(?m)^z", "W"));

    assertThat(second.state()).isEqualTo(AWAITING_APPROVAL);
    assertThat(fourth.state()).isEqualTo(AWAITING_APPROVAL);
  }

  /** A process ends at once. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }
}

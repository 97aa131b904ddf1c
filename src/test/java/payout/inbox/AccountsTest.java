package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import payout.inbox.IntakeFixture.Outcome;
import payout.ledger.PaymentPage;

/** Intake fills the index of accounts. */
class AccountsTest extends IntakeTest {

  /** More than twice what goes into one commit. */
  private static final int LINES = 45_000;

  @Test
  void every_account_of_a_file_of_several_slices_is_found() {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= LINES; i++) {
      text.append("N-").append(i).append(",p").append(i).append("@example.com,Zhang San,0.01,\n");
    }

    Outcome file = fixture.dropLines(text.toString());

    assertThat(file.state()).isEqualTo("ACCEPTED");
    for (int i = 1; i <= LINES; i += 371) {
      PaymentPage page = fixture.payments().ofAccount("p" + i + "@example.com", "");
      assertThat(page.payments())
          .extracting(each -> each.line().serial())
          .containsExactly("N-" + i);
      assertThat(page.accountsBefore()).isZero();
    }
  }

  @Test
  void an_account_that_every_line_pays_to_has_one_entry_a_batch() {
    fixture.batchLinesMax = 100;

    fixture.dropLines(lines(5000));

    assertThat(fixture.count("SELECT SUM(length(data)) FROM account_page")).isEqualTo(50 * 12);
    assertThat(fixture.payments().ofAccount("A@Example.com", "").payments()).hasSize(200);
  }

  @Test
  void a_file_that_is_refused_leaves_no_account() {
    Outcome file = fixture.dropLines(lines("A", "B", "A"));

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(fixture.count("SELECT COUNT(*) FROM account_page")).isZero();
    assertThat(fixture.payments().ofAccount("a@example.com", "").payments()).isEmpty();
  }

  @Test
  void the_account_of_a_line_that_is_left_out_is_found_only_where_it_is_paid() {
    fixture.leavesOutLines = true;

    Outcome file = fixture.dropLines(lines("A", "B") + "A,other@example.com,Zhang San,1.00,May\n");

    assertThat(file.state()).isEqualTo("ACCEPTED");
    assertThat(fixture.payments().ofAccount("other@example.com", "").payments()).isEmpty();
    assertThat(fixture.payments().ofAccount("a@example.com", "").payments()).hasSize(2);
  }
}

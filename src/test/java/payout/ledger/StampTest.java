package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import payout.batch.ChinaClock;
import payout.ledger.sql.LedgerException;

/** One ledger serves one payer, also one that an earlier program wrote. */
@OnBothDatabases
class StampTest extends LedgerFixture {

  private static final String OTHER = "2088000000000002";
  private static final String STAMP = "SELECT value FROM stamp WHERE name = 'partner'";

  @Test
  void a_ledger_is_the_one_of_the_payer_who_started_it() {
    run(PARTNER);

    refused(OTHER)
        .hasMessage(
            "The ledger at payout.ledger.url is the one of payout.partner "
                + PARTNER
                + " and must not be used for "
                + OTHER
                + ": one ledger serves one payer. Set payout.ledger.url to a database, or a schema"
                + " (?currentSchema=…), of its own.");

    run(PARTNER);
    assertThat(rows(STAMP)).containsExactly(PARTNER);
  }

  @Test
  void a_ledger_of_an_earlier_program_is_the_one_of_the_payer_of_its_files() {
    oneBatch(1);

    refused(OTHER).hasMessageContaining("is the one of payout.partner " + PARTNER);

    assertThat(rows(STAMP)).isEmpty();
    run(PARTNER);
    assertThat(rows(STAMP)).containsExactly(PARTNER);
  }

  @Test
  void a_ledger_that_several_payers_used_is_left_alone_while_files_of_another_one_are_open() {
    oneBatch(1);
    change("UPDATE payout_file SET partner = '" + OTHER + "'");
    accept("own.csv", List.of(lines("B", 1)));

    refused(PARTNER)
        .hasMessageContaining("1 files of payout.partner " + OTHER + " are not final.")
        .hasMessageEndingWith("Nothing was changed.");

    change("UPDATE payout_file SET state = 'SETTLED' WHERE partner = '" + OTHER + "'");
    refused("2088000000000003").hasMessageContaining(PARTNER + " and " + OTHER);
    run(PARTNER);
    refused(OTHER).hasMessageContaining("is the one of payout.partner " + PARTNER);
  }

  @Test
  void a_scratch_ledger_has_no_payer() {
    restart();

    assertThat(rows(STAMP)).isEmpty();
  }

  private void run(String partner) {
    ledger.close();
    Ledger.run(
            address,
            "production",
            Beginning.unasked(),
            new NodeIdentity("n1", "1.0.0", partner, Map.of()),
            ChinaClock.system())
        .close();
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      String partner) {
    return assertThatThrownBy(() -> run(partner)).isInstanceOf(LedgerException.class);
  }
}

package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.api.Test;
import payout.ledger.sql.LedgerException;

/** An exception as one line of an alarm. */
class CausesTest {

  @Test
  void names_class_and_message_of_the_root_cause_and_not_of_its_wrapper() {
    Exception thrown =
        new RuntimeCamelException(
            new IllegalStateException("wrapped", new IOException("No space left on device")));

    assertThat(Causes.of(thrown)).isEqualTo("IOException: No space left on device");
  }

  @Test
  void keeps_a_sentence_of_this_program_and_adds_a_root_cause_that_it_lacks() {
    SQLException cause = new SQLException("database is locked");

    assertThat(Causes.of(new LedgerException("The ledger cannot be written.", cause)))
        .isEqualTo(
            "LedgerException: The ledger cannot be written. Cause: SQLException: database is"
                + " locked");
    assertThat(Causes.of(new LedgerException("The ledger: database is locked", cause)))
        .isEqualTo("LedgerException: The ledger: database is locked");
  }

  @Test
  void names_only_the_class_where_there_is_no_message() {
    assertThat(Causes.of(new NullPointerException())).isEqualTo("NullPointerException");
  }

  @Test
  void masks_accounts_and_keeps_servers_and_batch_numbers() {
    assertThat(
            Causes.of(
                new IOException(
                    "row zhang.san.1985@example.com,13812345678 of batch"
                        + " a3b95018508c0c4418e70c0010000001 at sftp://erp@files.example.com:22")))
        .isEqualTo(
            "IOException: row ***,*** of batch a3b95018508c0c4418e70c0010000001 at"
                + " sftp://erp@files.example.com:22");
  }

  @Test
  void is_one_line_of_limited_length() {
    String line = Causes.of(new IOException("a\nERROR forged \u001b[31m\u202e" + "x".repeat(9999)));

    assertThat(line)
        .startsWith("IOException: a\\u000aERROR forged \\u001b[31m\\u202ex")
        .hasSizeLessThan(450)
        .endsWith("…");
  }
}

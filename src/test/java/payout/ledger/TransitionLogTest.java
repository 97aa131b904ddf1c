package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Each change of state is one line of the log, once it is committed. */
@OnBothDatabases
class TransitionLogTest extends LedgerFixture {

  private final Logger logger = (Logger) LoggerFactory.getLogger("payout.transition");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    ledger.actingOn("pay-1");
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    MDC.clear();
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void a_file_and_its_batch_are_told_from_their_beginning_to_their_end() {
    MDC.put("route", "submit-batch");
    MDC.put("step", "record-outcome");
    String number = oneBatch(2);
    post(Verdicts.taken());
    Notify.of("n", number).paid(linesOf(number).get(0)).paid(linesOf(number).get(1)).to(notifies);

    assertThat(texts())
        .containsExactly(
            "File 1: new -> RECEIVED by receive-file in submit-batch/record-outcome",
            "File 1: RECEIVED -> ACCEPTED by receive-file in submit-batch/record-outcome",
            "Batch "
                + number
                + " of file 1: READY -> SENDING by submit-batch in"
                + " submit-batch/record-outcome",
            "Batch "
                + number
                + " of file 1: SENDING -> TAKEN by submit-batch in"
                + " submit-batch/record-outcome",
            "Batch "
                + number
                + " of file 1: TAKEN -> SETTLED by accept-notify in"
                + " submit-batch/record-outcome",
            "File 1: ACCEPTED -> SETTLED by last batch in submit-batch/record-outcome");
    assertThat(lines.list.get(2).getKeyValuePairs().stream().map(String::valueOf))
        .containsExactly(
            "file=\"1\"",
            "batch=\"" + number + "\"",
            "from=\"READY\"",
            "to=\"SENDING\"",
            "by=\"submit-batch\"");
  }

  @Test
  void the_outcome_and_the_next_claim_of_one_commit_are_two_lines() {
    List<String> numbers = manyBatches(2);
    Claim first = sending.claim().orElseThrow();
    lines.list.clear();

    sending.recordAndClaim(first, Verdicts.taken());

    assertThat(texts())
        .containsExactly(
            "Batch " + numbers.get(0) + " of file 1: SENDING -> TAKEN by submit-batch",
            "Batch " + numbers.get(1) + " of file 1: READY -> SENDING by submit-batch");
  }

  @Test
  void what_is_only_previewed_is_no_line() {
    String number = oneBatch(1);
    lines.list.clear();

    acts.hold(number, dryRun());

    assertThat(texts()).isEmpty();
  }

  private List<String> texts() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.toList());
  }
}

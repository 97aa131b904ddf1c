package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import payout.batch.PayoutLine;

/** With which payments of earlier programs a file is compared, and what is said of the others. */
@OnBothDatabases
class LookbackTest extends LedgerFixture {

  private static final LookbackRules RULES = new LookbackRules(3, false);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    ((Logger) LoggerFactory.getLogger(Lookback.class)).addAppender(log);
  }

  @AfterEach
  void unlisten() {
    ((Logger) LoggerFactory.getLogger(Lookback.class)).detachAppender(log);
  }

  @Test
  void says_that_more_batches_are_not_indexed_than_are_compared() {
    acceptUnindexed("most.csv", Lookback.UNINDEXED_MAX);
    assertThat(status.lookback(RULES).unindexed()).hasSize(Lookback.UNINDEXED_MAX);
    assertThat(log.list).isEmpty();

    acceptUnindexed("more.csv", 1);

    assertThat(status.lookback(RULES).unindexed()).hasSize(Lookback.UNINDEXED_MAX);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .contains("the payments of 5000 batches", "not with older ones");
  }

  private void acceptUnindexed(String name, int count) {
    List<List<PayoutLine>> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batches.add(List.of(line(name + i, 1, 100)));
    }
    accept(name, batches);
    change("UPDATE payout_file SET accounts_from = 1");
  }
}

package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import payout.batch.Earlier;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.OutputKind;
import payout.batch.Payer;
import payout.batch.RequestCharset;
import payout.ledger.StatusLedger.Foreign;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;

@OnBothDatabases
class StatusAndPublicationTest extends LedgerFixture {

  @Test
  void files_go_out_in_the_order_in_which_they_became_due_and_once() {
    String batchNo = oneBatch(1);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));

    assertThat(publications.due(2))
        .extracting(Publication::kind)
        .containsExactly(OutputKind.ACK, OutputKind.BATCH_RESULT);
    for (Publication due : queue.claim(10)) {
      assertThat(queue.finish(List.of(new PublicationQueue.Result.Published(due))))
          .containsExactly(due);
      assertThat(queue.finish(List.of(new PublicationQueue.Result.Published(due)))).isEmpty();
    }

    assertThat(publications.due(10)).isEmpty();
    assertThat(status.totals().unpublished()).isZero();
    assertThat(state(batchNo)).isEqualTo("REFUSED");
  }

  @Test
  void a_publication_that_was_not_recorded_is_due_again_with_the_same_content() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    var lines = linesOf(batchNo);
    Notify.of("n1", batchNo).paid(lines.get(0)).failed(lines.get(1)).to(notifies);
    List<Publication> due = publications.due(10);
    BatchContent before = publications.content(due.get(1).batchId());

    Notify.of("n2", batchNo).failed(lines.get(0)).paid(lines.get(1)).to(notifies);
    restart();

    assertThat(publications.due(10)).isEqualTo(due);
    assertThat(publications.content(due.get(1).batchId())).isEqualTo(before);
  }

  @Test
  void the_batches_of_a_file_are_read_in_their_order() {
    List<String> numbers = manyBatches(3);
    FileRecord file = status.files(1).get(0);

    assertThat(publications.contentAfter(file, 0).orElseThrow().batch().batchNo())
        .isEqualTo(numbers.get(0));
    assertThat(publications.contentAfter(file, 2).orElseThrow().batch().batchNo())
        .isEqualTo(numbers.get(2));
    assertThat(publications.contentAfter(file, 3)).isEmpty();
  }

  @Test
  void every_payment_under_a_serial_is_found() {
    String first = oneBatch(2);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));
    accept("b.csv", List.of(List.of(lines("A", 2).get(0))));

    assertThat(status.lines("A-1"))
        .extracting(each -> each.batch().batchNo() + " " + each.result().state())
        .containsExactly(first + " REFUSED", number("b.csv", 1, 1) + " OPEN");
    assertThat(status.lines("A-3")).isEmpty();
  }

  @Test
  void two_serials_with_one_hash_are_distinguished() {
    assertThat(SerialEntry.hash("S-21770")).isEqualTo(SerialEntry.hash("S-1488418"));
    accept("a.csv", List.of(List.of(line("S-21770", 1, 100), line("S-1488418", 2, 200))));
    accept("b.csv", List.of(List.of(line("B-1", 1, 100))));

    assertThat(status.lines("S-21770"))
        .extracting(each -> each.line().amount().fen())
        .containsExactly(100L);
    assertThat(status.lines("S-1488418"))
        .extracting(each -> each.line().amount().fen())
        .containsExactly(200L);
    assertThat(status.serialHits(new long[] {SerialEntry.of("S-1488418", 1)}))
        .extracting(SerialIndex.Hit::otherBatchId)
        .containsExactly(10000001L);
  }

  @Test
  void the_events_are_the_whole_history_in_order() {
    String batchNo = oneBatch(2);
    post(Verdicts.unknown());
    pass(java.time.Duration.ofHours(1));
    sending.claim().orElseThrow();
    restart();
    pass(java.time.Duration.ofHours(1));
    sending.recoverExpired();
    acts.hold(batchNo, act("what is this"));
    acts.release(batchNo, act("I see"));
    post(Verdicts.taken());
    Notify.of("n1", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);
    acts.settle(
        Settlement.line(batchNo, "A-2", payout.batch.LineState.FAILED).evenEarly(), act("bank"));

    assertThat(eventsOf(batchNo))
        .containsExactly(
            "RECEIVED",
            "ACCEPTED",
            "SENDING",
            "UNKNOWN",
            "SENDING",
            "RECOVERED",
            "HOLD",
            "RELEASE",
            "SENDING",
            "TAKEN",
            "TAKEN",
            "SETTLE",
            "SETTLED");
  }

  @Test
  void the_totals_count_what_an_operator_wants_to_know() {
    List<String> numbers = manyBatches(5);
    post(Verdicts.unknown());
    sending.claim().orElseThrow();
    post(Verdicts.numberIsUsed());
    post(Verdicts.taken());
    pass(java.time.Duration.ofHours(26));
    noteOverdue();

    assertThat(status.totals()).isEqualTo(new StatusLedger.Totals(2, 1, 1, 1, 1, 1));
    assertThat(numbers).hasSize(5);
  }

  @Test
  void an_open_batch_of_another_payer_is_found_until_it_is_closed() {
    String batchNo = oneBatch(1);
    Payer other =
        new Payer(
            PARTNER, "new@example.com", "Payer Ltd", "", "", PAYER.gateway(), PAYER.charset());

    assertThat(status.openForOther(PAYER, 9)).isEmpty();
    assertThat(status.openForOther(other, 9))
        .containsExactly(new Foreign(batchNo, false, PAYER.gateway(), "utf-8"));
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));
    assertThat(status.openForOther(other, 9)).isEmpty();
  }

  /** A batch that was never sent goes to the current gateway, so it is not listed. */
  @Test
  void of_another_gateway_only_what_may_have_been_sent_is_found() {
    List<String> numbers = manyBatches(5);
    post(Verdicts.notConnected(Earlier.NONE_ARRIVED));
    post(Verdicts.unknown());
    post(Verdicts.numberIsUsed());
    acts.hold(numbers.get(3), act("wait"));
    Payer moved = PAYER.at("https://new.example/", RequestCharset.GBK);

    assertThat(status.openForOther(PAYER, 9)).isEmpty();
    assertThat(status.openForOther(moved, 9))
        .containsExactly(
            new Foreign(numbers.get(1), true, PAYER.gateway(), "utf-8"),
            new Foreign(numbers.get(2), true, PAYER.gateway(), "utf-8"));
    assertThat(status.openForOther(moved, 1)).hasSize(1);
  }

  @Test
  void content_is_as_of_the_file_that_was_written_whatever_was_corrected_later() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    String serial = linesOf(batchNo).get(0).serial();
    Notify.of("n", batchNo)
        .paid(linesOf(batchNo).get(0))
        .paid(linesOf(batchNo).get(1))
        .to(notifies);
    change("UPDATE publication SET published_at = 1");
    Settlement failed = Settlement.line(batchNo, serial, LineState.FAILED);
    acts.settle(failed.correcting().evenEarly(), act("not"));
    change("UPDATE publication SET published_at = 1");
    acts.settle(Settlement.line(batchNo, serial, LineState.PAID).correcting(), act("paid"));
    long fileId = status.batches(batchNo).get(0).fileId();
    long batchId = status.batches(batchNo).get(0).id();

    List<Publication> written = publications.publishedOf(fileId);

    assertThat(written)
        .extracting(Publication::kind)
        .as("the second correction is not out yet")
        .containsOnlyOnce(OutputKind.CORRECTION)
        .contains(OutputKind.ACK, OutputKind.BATCH_RESULT, OutputKind.RESULT);
    assertThat(publications.publishedOf(fileId + 1)).isEmpty();
    for (Publication each : written) {
      LineState then = each.kind() == OutputKind.CORRECTION ? LineState.FAILED : LineState.PAID;
      PublicationLedger asOf = publications.asOf(each);
      for (BatchContent content :
          List.of(asOf.content(batchId), asOf.contentAfter(each.file(), 0).orElseThrow())) {
        assertThat(content.results())
            .extracting(LineResult::state)
            .as("%s", each.kind())
            .containsExactly(then, LineState.PAID);
      }
    }
    assertThat(publications.content(batchId).results())
        .extracting(LineResult::state)
        .containsOnly(LineState.PAID);
  }
}

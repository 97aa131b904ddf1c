package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.batch.LineState;
import payout.batch.PayoutLine;
import payout.batch.Sha256;
import payout.ledger.sql.LedgerException;

/** Files that were settled long ago are packed, and everything of them is still found. */
@OnBothDatabases
class PackLedgerTest extends LedgerFixture {

  private static final int DAYS = 400;

  /** More than 64 MiB, which is the most that a packed value may become. */
  private static final int TOO_MUCH = 68_000_000;

  private String batchNo;
  private FileRecord file;
  private List<PayoutLine> lines;
  private byte[] body;

  @BeforeEach
  void payAFile() {
    batchNo = oneBatch(3);
    post(Verdicts.taken());
    lines = linesOf(batchNo);
    Notify notify = Notify.of("n1", batchNo).paid(lines.get(0)).paid(lines.get(1));
    notify.failed(lines.get(2)).to(notifies);
    body =
        Notify.of("n1", batchNo).paid(lines.get(0)).paid(lines.get(1)).failed(lines.get(2)).body();
    file = status.files("a.csv").get(0);
    assertThat(file.state().name()).isEqualTo("SETTLED");
  }

  @Test
  void a_file_is_packed_when_its_days_are_over_and_not_before() {
    pass(Duration.ofDays(DAYS));
    assertThat(pack()).isZero();
    assertThat(rowsLeft()).isPositive();

    pass(Duration.ofMillis(1));

    assertThat(pack()).isPositive();
    assertThat(rowsLeft()).isZero();
    assertThat(one("SELECT COUNT(*) FROM packed")).isEqualTo("2");
    assertThat(pack()).as("once").isZero();
  }

  @Test
  void what_is_packed_reads_as_before() {
    List<StatusLedger.Event> events = status.events(batch(batchNo));
    List<StatusLedger.Event> last = status.lastEvents(batch(batchNo), 2);
    List<StatusLedger.Event> ofFile = status.lastEvents(file, 2);
    PaymentStory story = ledger.payments().story(batchNo, "A-3").orElseThrow();
    List<Payment> byAccount = ledger.payments().ofAccount("a-2@example.com", "").payments();
    BatchContent before = status.content(batch(batchNo).id());

    packLater();

    BatchContent content = status.content(batch(batchNo).id());
    assertThat(content.lines()).isEqualTo(before.lines());
    assertThat(content.results()).isEqualTo(before.results());
    assertThat(status.events(batch(batchNo))).isEqualTo(events);
    assertThat(status.lastEvents(batch(batchNo), 2)).isEqualTo(last);
    assertThat(status.lastEvents(file, 2)).isEqualTo(ofFile);
    assertThat(ledger.payments().story(batchNo, "A-3").orElseThrow().entries())
        .containsExactlyInAnyOrderElementsOf(story.entries());
    assertThat(ledger.payments().ofAccount("a-2@example.com", "").payments()).isEqualTo(byAccount);
    assertThat(ledger.payments().ofSerial("A-1", "").payments()).hasSize(1);
    assertThat(ledger.payments().ofBatch(batchNo, "").payments()).hasSize(3);
    assertThat(notifies.bodies(batchNo)).containsExactly(body);
    assertThat(publications.content(batch(batchNo).id()).lines()).hasSize(3);
  }

  @Test
  void serials_bytes_and_numbers_stay_unique() {
    packLater();

    assertThat(arrive("b.csv", sha256("a.csv"))).isInstanceOf(Reception.Decided.class);
    FileRecord other = arrive("c.csv", sha256("c.csv")).file();
    intake.stage(other, List.of(StagedBatch.of(1, lines("A", 1))));
    intake.takeTurn(other);
    long entry = payout.ledger.serial.SerialEntry.of("A-1", 1);
    assertThat(intake.addSerials(other, new long[] {entry}))
        .extracting(
            hit -> intake.content(hit.otherBatchId()).orElseThrow().results().get(0).state())
        .containsExactly(LineState.PAID);
    assertThat(intake.isUsed(other, batchNo, lines("X", 1))).isTrue();
  }

  @Test
  void the_same_notify_again_is_known_and_unpacks_nothing() {
    packLater();

    NotifyLedger.Applied again =
        Notify.of("n1", batchNo)
            .paid(lines.get(0))
            .paid(lines.get(1))
            .failed(lines.get(2))
            .to(notifies);

    assertThat(again.paid() + again.failed()).isZero();
    assertThat(rowsLeft()).isZero();
    assertThat(notifies.bodies(batchNo)).hasSize(1);
  }

  @Test
  void a_late_notify_unpacks_its_batch_in_its_commit_and_it_is_packed_again() {
    String everything = content();
    packLater();

    NotifyLedger.Applied late = Notify.of("n2", batchNo).failed(lines.get(0)).to(notifies);

    assertThat(late.verdict()).isEqualTo(NotifyLedger.Verdict.CONFLICT);
    assertThat(one("SELECT COUNT(*) FROM packed")).as("the events of the file").isEqualTo("1");
    assertThat(content()).startsWith(everything);
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "PAID", "FAILED");

    assertThat(pack()).isPositive();
    assertThat(one("SELECT verdict FROM notify")).as("a person has to look").isEqualTo("CONFLICT");
    assertThat(eventsOf(batchNo)).contains("NOTIFY_CONFLICT");
    assertThat(notifies.bodies(batchNo)).hasSize(2);
  }

  /** The packer is at a later batch of the file; once that is packed it never comes back. */
  @Test
  void a_batch_that_is_unpacked_while_its_file_is_packed_is_packed_again() {
    List<String> both = accept("two.csv", List.of(lines("X", 2), lines("Y", 2)));
    for (String number : both) {
      post(Verdicts.taken());
      Notify notify = Notify.of("n" + number, number);
      linesOf(number).forEach(notify::paid);
      notify.to(notifies);
    }
    pass(Duration.ofDays(DAYS + 1));
    seal();
    PackLedger packing = ledger.packing(DAYS);
    while (!isPacked(both.get(0))) {
      assertThat(packing.step()).isTrue();
    }
    assertThat(isPacked(both.get(1))).isFalse();

    Notify.of("late", both.get(0)).failed(linesOf(both.get(0)).get(0)).to(notifies);
    assertThat(isPacked(both.get(0))).isFalse();
    seal();
    while (packing.step()) {}

    assertThat(rows("SELECT batch_id FROM batch_lines")).isEmpty();
    assertThat(one("SELECT COUNT(*) FROM payout_file WHERE packed_at IS NULL")).isEqualTo("0");
    assertThat(resultsOf(both.get(0))).containsExactly("PAID", "PAID");
  }

  /** What is packed must come out again: a value that nobody could read would be lost. */
  @Test
  void a_batch_that_is_too_large_to_be_read_again_stays_as_it_is() {
    String large =
        engine == Engine.SQLITE
            ? "printf('%.*c', " + TOO_MUCH + ", 'x')"
            : "repeat('x', " + TOO_MUCH + ")";
    change("UPDATE event SET detail = " + large + " WHERE kind = 'TAKEN'");

    packLater();

    assertThat(isPacked(batchNo)).isFalse();
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "PAID", "FAILED");
    assertThat(one("SELECT COUNT(*) FROM payout_file WHERE packed_at IS NULL"))
        .as("no step comes back to it")
        .isEqualTo("0");
  }

  private boolean isPacked(String number) {
    String row = "SELECT COUNT(*) FROM packed WHERE id = " + batch(number).id();
    return one(row).equals("1");
  }

  @Test
  void a_correction_finds_what_is_packed_and_changes_it() {
    change("UPDATE publication SET published_at = 1");
    packLater();

    acts.settle(
        Settlement.line(batchNo, "A-3", LineState.PAID).correcting(), act("the bank paid it"));

    assertThat(resultsOf(batchNo)).containsExactly("PAID", "PAID", "PAID");
    assertThat(publications.correction(file, 1).lines()).hasSize(1);
    pack();
    assertThat(rowsLeft()).isZero();
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "PAID", "PAID");
  }

  @Test
  void the_events_come_back_with_their_ids_and_every_column() {
    String before = one("SELECT COUNT(*) FROM event") + rows("SELECT * FROM event ORDER BY id");
    packLater();
    Notify.of("n2", batchNo).failed(lines.get(0)).to(notifies);

    List<String> back = rows("SELECT * FROM event WHERE batch_id IS NOT NULL ORDER BY id");
    for (String row : back.subList(0, back.size() - 1)) {
      assertThat(before).contains(row);
    }
    assertThat(back.size()).isGreaterThan(3);
  }

  @Test
  void what_is_refused_or_open_is_not_packed() {
    String refused = accept("r.csv", List.of(lines("R", 1))).get(0);
    post(Verdicts.refused("ILLEGAL_SIGN"));
    String open = accept("o.csv", List.of(lines("O", 1))).get(0);

    packLater();

    assertThat(rows("SELECT batch_id FROM batch_lines ORDER BY 1"))
        .containsExactly(Long.toString(batch(refused).id()), Long.toString(batch(open).id()));
    assertThat(accept("r.csv", List.of(lines("R", 1))))
        .as("the same number")
        .containsExactly(refused);
  }

  @Test
  void packing_while_late_notifies_come_loses_nothing() throws Exception {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<String> each = accept("m" + i + ".csv", List.of(lines("M" + i, 5)));
      post(Verdicts.taken());
      Notify notify = Notify.of("m" + i, each.get(0));
      linesOf(each.get(0)).forEach(notify::paid);
      notify.to(notifies);
      numbers.addAll(each);
    }
    pass(Duration.ofDays(DAYS + 1));

    atOnce(
        List.of(
            () -> pack(),
            () -> late(numbers),
            () -> {
              for (int i = 0; i < 200; i++) {
                String number = numbers.get(i % numbers.size());
                assertThat(resultsOf(number)).containsOnly("PAID").hasSize(5);
              }
              return 0;
            }));

    pack();
    for (String number : numbers) {
      assertThat(resultsOf(number)).containsOnly("PAID").hasSize(5);
      assertThat(notifies.bodies(number)).hasSize(2);
      assertThat(eventsOf(number)).contains("NOTIFY_CONFLICT");
    }
  }

  private int late(List<String> numbers) {
    for (String number : numbers) {
      Notify.of("late" + number, number).failed(linesOf(number).get(0)).to(notifies);
    }
    return 0;
  }

  @Test
  void a_line_takes_less_than_half_of_its_room_when_it_is_packed() {
    List<List<PayoutLine>> batches = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      batches.add(realistic("P" + i, 1000));
    }
    for (String number : accept("big.csv", batches)) {
      post(Verdicts.taken());
      Notify notify = Notify.of("n" + number, number);
      linesOf(number).forEach(notify::paid);
      notify.to(notifies);
    }
    long before = bytes();

    packLater();

    long after = Long.parseLong(one("SELECT SUM(length(data)) FROM packed"));
    assertThat(after).isLessThan(before / 2);
  }

  @Test
  void a_damaged_value_is_told_and_never_read_as_something_else() {
    packLater();
    change("UPDATE packed SET data = substr(data, 1, length(data) / 2)");

    assertThatThrownBy(() -> status.content(batch(batchNo).id()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("damaged");
  }

  /** Accounts, names and serials that differ as those of people do. */
  private static List<PayoutLine> realistic(String prefix, int count) {
    List<PayoutLine> all = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      byte[] random = Sha256.newDigest().digest((prefix + i).getBytes());
      long number = Math.floorMod(java.nio.ByteBuffer.wrap(random).getLong(), 100_000_000L);
      String name = "" + (char) (0x5f20 + random[9]) + (char) (0x4e09 + random[10]);
      all.add(
          new PayoutLine(
              i,
              "PAY-2026-" + prefix + "-" + i,
              "138" + String.format(java.util.Locale.ROOT, "%08d", number),
              name,
              new payout.batch.Money(1 + Math.floorMod(number, 1_000_000L)),
              "三月工资"));
    }
    return all;
  }

  private long bytes() {
    return List.of(
            "SELECT SUM(length(data)) FROM batch_lines",
            "SELECT SUM(length(data)) FROM batch_results",
            "SELECT SUM(length(body)) FROM notify")
        .stream()
        .mapToLong(query -> Long.parseLong(one(query)))
        .sum();
  }

  private String content() {
    return rows("SELECT * FROM notify WHERE verdict = 'APPLIED'")
        + ""
        + status.content(batch(batchNo).id());
  }

  private void packLater() {
    pass(Duration.ofDays(DAYS + 1));
    pack();
  }

  private int pack() {
    seal();
    PackLedger packing = ledger.packing(DAYS);
    int steps = 0;
    while (packing.step()) {
      steps++;
      assertThat(steps).isLessThan(1000);
    }
    return steps;
  }

  private long rowsLeft() {
    return List.of(
            "SELECT COUNT(*) FROM batch_lines",
            "SELECT COUNT(*) FROM batch_results",
            "SELECT COUNT(*) FROM notify",
            "SELECT COUNT(*) FROM event WHERE file_id IS NOT NULL")
        .stream()
        .mapToLong(query -> Long.parseLong(one(query)))
        .sum();
  }
}

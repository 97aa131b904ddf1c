package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import payout.batch.Language;
import payout.ledger.serial.SerialEntry;
import payout.ledger.sql.LedgerAddress;
import payout.testing.PostgresProxy;
import payout.testing.PostgresServer;

/** What is done for every batch takes few round trips to PostgreSQL: each may take milliseconds. */
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Engine.class,
    names = {"POSTGRESQL"})
class RoundTripsTest extends LedgerFixture {

  /** Many times as many as a page of the index holds. */
  private static final int SERIALS = 20_000;

  /**
   * For how long the pool takes a connection for alive without asking, in milliseconds: half a
   * second otherwise, which a busy machine may let pass between two lines of a test.
   */
  private static final String ALIVE_WINDOW = "com.zaxxer.hikari.aliveBypassWindowMs";

  private final PostgresProxy line = PostgresProxy.to(PostgresServer.port());
  private Ledger far;

  @BeforeEach
  void openOverTheLine() {
    System.setProperty(ALIVE_WINDOW, "60000");
    far =
        Ledger.run(
            new LedgerAddress(line.over(address.url()), address.user(), address.password()),
            "production",
            clock);
    System.clearProperty(ALIVE_WINDOW);
  }

  @AfterEach
  void closeLine() {
    far.close();
    line.close();
  }

  /** What runs on a connection that was used a moment ago. */
  private long roundTrips(Runnable work) {
    far.status().pause(PARTNER);
    long before = line.roundTrips();
    work.run();
    return line.roundTrips() - before;
  }

  @Test
  void an_outcome_and_the_next_claim_are_one() {
    manyBatches(12);
    SendLedger sender = far.sending(RULES);
    Claim[] claim = {sender.claim().orElseThrow()};

    for (int i = 0; i < 10; i++) {
      assertThat(
              roundTrips(
                  () ->
                      claim[0] =
                          sender.recordAndClaim(claim[0], Verdicts.taken()).next().orElseThrow()))
          .isEqualTo(1);
    }
  }

  @Test
  void a_claim_is_one_and_so_is_a_look_that_finds_nothing() {
    manyBatches(1);
    SendLedger sender = far.sending(RULES);

    assertThat(roundTrips(() -> assertThat(sender.claim()).isPresent())).isEqualTo(1);
    assertThat(roundTrips(() -> assertThat(far.sending(RULES).claim()).isEmpty())).isEqualTo(1);
  }

  @Test
  void claiming_output_files_is_one_and_so_is_recording_that_they_are_out() {
    IntStream.range(0, 20).forEach(i -> accept("f" + i + ".csv", List.of(lines("F" + i, 1))));
    PublicationQueue queue = far.publicationQueue();
    List<Publication> claimed = new ArrayList<>();

    assertThat(roundTrips(() -> claimed.addAll(queue.claim(25)))).isEqualTo(1);
    assertThat(roundTrips(() -> queue.finish(out(claimed)))).isEqualTo(1);

    assertThat(claimed).hasSize(20);
    assertThat(roundTrips(() -> assertThat(queue.claim(25)).isEmpty())).isEqualTo(1);
  }

  private static List<PublicationQueue.Result> out(List<Publication> claimed) {
    return claimed.stream()
        .<PublicationQueue.Result>map(PublicationQueue.Result.Published::new)
        .toList();
  }

  @Test
  void staging_some_batches_is_one() {
    IntakeLedger away = far.intake(Language.EN);
    FileRecord file = arrive("a.csv", sha256("a.csv")).file();
    List<StagedBatch> batches =
        IntStream.rangeClosed(1, 10).mapToObj(i -> StagedBatch.of(i, lines("A" + i, 3))).toList();

    assertThat(roundTrips(() -> away.stage(file, batches))).isEqualTo(1);

    assertThat(rows("SELECT place, state, lines, amount, open_lines, due_at FROM batch"))
        .hasSize(10)
        .contains("1 READY 3 606 3 null", "10 READY 3 606 3 null");
    assertThat(away.stagedLines(file, 7)).isEqualTo(lines("A7", 3));
  }

  /** The claim and the turn, some pages at a time read and written, and the commit. */
  @Test
  void indexing_serials_is_a_few_however_many_pages_they_are_in() {
    IntakeLedger away = far.intake(Language.EN);
    FileRecord file = arrive("a.csv", sha256("a.csv")).file();
    away.takeTurn(file);
    away.addSerials(file, entries(1));
    assertThat(Integer.parseInt(one("SELECT COUNT(*) FROM serial_page"))).isBetween(30, 100);

    long trips = roundTrips(() -> away.addSerials(file, entries(2)));

    assertThat(trips).isLessThanOrEqualTo(6);
  }

  /** Compressing the lines of a batch takes longer than everything else that is done with them. */
  @Test
  void what_is_written_for_every_batch_is_not_compressed() {
    assertThat(
            rows(
                "SELECT attrelid::regclass FROM pg_attribute WHERE attname = 'data'"
                    + " AND attstorage = 'e' AND attrelid = ANY (ARRAY['batch_lines',"
                    + " 'batch_results', 'serial_page']::regclass[])"))
        .hasSize(3);
  }

  private static long[] entries(int place) {
    return LongStream.range(0, SERIALS)
        .map(i -> SerialEntry.of("S" + place + "-" + i, place))
        .sorted()
        .toArray();
  }
}

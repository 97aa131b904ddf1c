package payout.ledger.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import payout.batch.BatchId;

class SerialPageTest {

  private static final int FILE = 7;

  @Test
  void all_pairs_of_one_hash_are_in_one_page() {
    List<SerialPage> pages = page(entries(5, 1000));

    assertThat(pages).extracting(SerialPage::size).containsExactly(1000);
    assertThat(pages.get(0).low()).isZero();
  }

  @Test
  void a_page_is_cut_between_two_hashes_and_never_within_one() {
    long[] entries =
        LongStream.range(5, 15).flatMap(hash -> LongStream.of(entries(hash, 300))).toArray();

    List<SerialPage> pages = page(entries);

    assertThat(pages).hasSizeGreaterThan(3);
    assertThat(pages).extracting(SerialPage::size).allMatch(size -> size % 300 == 0);
    assertThat(pages.get(0).low()).isZero();
    assertThat(pages.subList(1, pages.size()))
        .allSatisfy(page -> assertThat(page.low()).isEqualTo(page.hash(0)));
  }

  @Test
  void what_the_ledger_holds_is_what_was_put_in() {
    long[] entries = {
      SerialEntry.of(0) + 1, SerialEntry.of((1L << 39) - 1) + 1, SerialEntry.of((1L << 39) - 1) + 9
    };
    SerialPage page = page(entries).get(0);

    SerialPage again = SerialPage.stored(page.low(), page.data());

    assertThat(again.size()).isEqualTo(3);
    assertThat(again.hash(2)).isEqualTo((1L << 39) - 1);
    assertThat(again.batchId(0)).isEqualTo(BatchId.of(FILE, 1));
    assertThat(again.batchId(2)).isEqualTo(BatchId.of(FILE, 9));
  }

  /** A file number far beyond what an int holds. */
  @Test
  void the_ids_of_batches_have_room() {
    long file = 5_000_000_000L;
    SerialPage page = SerialPage.first().with(file, entries(3, 1), 0, 1).get(0);

    assertThat(SerialPage.stored(0, page.data()).batchId(0)).isEqualTo(BatchId.of(file, 1));
  }

  private static List<SerialPage> page(long[] entries) {
    return SerialPage.first().with(FILE, entries, 0, entries.length);
  }

  private static long[] entries(long hash, int count) {
    return LongStream.rangeClosed(1, count).map(place -> SerialEntry.of(hash) + place).toArray();
  }
}

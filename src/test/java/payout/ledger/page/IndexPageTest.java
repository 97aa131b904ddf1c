package payout.ledger.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import payout.batch.BatchId;

class IndexPageTest {

  private static final int FILE = 7;

  /** The upper 24 bits of the batch belong to the first part, as in the index of serials. */
  private static final PairForm BY_HASH =
      new PairForm() {
        @Override
        public long upper(long fileId, long entry) {
          return HashEntry.hash(entry) << 24 | id(fileId, entry) >>> 32;
        }

        @Override
        public int lower(long fileId, long entry) {
          return (int) id(fileId, entry);
        }

        @Override
        public long bound(long upper) {
          return upper >>> 24;
        }

        @Override
        public long hash(long upper, int lower) {
          return upper >>> 24;
        }

        @Override
        public long batchId(long upper, int lower) {
          return (upper & 0xffffff) << 32 | lower & 0xffffffffL;
        }

        private long id(long fileId, long entry) {
          return BatchId.of(fileId, HashEntry.place(entry));
        }
      };

  @Test
  void all_pairs_of_one_bound_are_in_one_page() {
    List<IndexPage> pages = page(entries(5, 1000));

    assertThat(pages).extracting(IndexPage::size).containsExactly(1000);
    assertThat(pages.get(0).low()).isZero();
  }

  @Test
  void a_page_is_cut_between_two_bounds_and_never_within_one() {
    long[] entries =
        LongStream.range(5, 15).flatMap(hash -> LongStream.of(entries(hash, 300))).toArray();

    List<IndexPage> pages = page(entries);

    assertThat(pages).hasSizeGreaterThan(3);
    assertThat(pages).extracting(IndexPage::size).allMatch(size -> size % 300 == 0);
    assertThat(pages.get(0).low()).isZero();
    assertThat(pages.subList(1, pages.size()))
        .allSatisfy(page -> assertThat(page.low()).isEqualTo(page.hash(0)));
  }

  /** Otherwise a page grows beyond its length by all the pairs of the bound that it ends with. */
  @Test
  void a_page_ends_before_a_bound_that_would_make_it_too_long() {
    long[] entries =
        LongStream.concat(
                LongStream.range(5, 405).flatMap(hash -> LongStream.of(entries(hash, 1))),
                LongStream.range(405, 408).flatMap(hash -> LongStream.of(entries(hash, 500))))
            .toArray();

    List<IndexPage> pages = page(entries);

    assertThat(pages).extracting(IndexPage::size).containsExactly(400, 500, 500, 500);
  }

  @Test
  void what_the_ledger_holds_is_what_was_put_in() {
    long last = (1L << 39) - 1;
    long[] entries = {HashEntry.of(0, 1), HashEntry.of(last, 1), HashEntry.of(last, 9)};
    IndexPage page = page(entries).get(0);

    IndexPage again = IndexPage.stored(BY_HASH, page.low(), page.data());

    assertThat(again.size()).isEqualTo(3);
    assertThat(again.hash(2)).isEqualTo(last);
    assertThat(again.batchId(0)).isEqualTo(BatchId.of(FILE, 1));
    assertThat(again.batchId(2)).isEqualTo(BatchId.of(FILE, 9));
  }

  /** A file number far beyond what an int holds. */
  @Test
  void the_ids_of_batches_have_room() {
    long file = 5_000_000_000L;
    Pairs pairs = Pairs.of(BY_HASH, file, HashEntry.of(3, 1));
    IndexPage page = IndexPage.first(BY_HASH).with(pairs, 0, 1).get(0);

    assertThat(IndexPage.stored(BY_HASH, 0, page.data()).batchId(0)).isEqualTo(BatchId.of(file, 1));
  }

  @Test
  void pairs_are_sorted_by_their_first_part_and_then_by_the_second_without_a_sign() {
    Random random = new Random(11);
    Pairs pairs = new Pairs(0);
    List<long[]> expected = new java.util.ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      long upper = random.nextInt(40);
      int lower = random.nextInt();
      pairs.add(upper, lower);
      expected.add(new long[] {upper, lower & 0xffffffffL});
    }
    expected.sort(Arrays::compare);

    pairs.sort();

    assertThat(IntStream.range(0, pairs.size()).mapToObj(at -> part(pairs, at)))
        .containsExactlyElementsOf(expected);
  }

  private static long[] part(Pairs pairs, int at) {
    return new long[] {pairs.upper(at), pairs.lower(at) & 0xffffffffL};
  }

  private static List<IndexPage> page(long[] entries) {
    return IndexPage.first(BY_HASH).with(Pairs.of(BY_HASH, FILE, entries), 0, entries.length);
  }

  private static long[] entries(long hash, int count) {
    return LongStream.rangeClosed(1, count).map(place -> HashEntry.of(hash, (int) place)).toArray();
  }
}

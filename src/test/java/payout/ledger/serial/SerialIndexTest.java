package payout.ledger.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.batch.BatchId;
import payout.ledger.LedgerFixture;
import payout.ledger.OnBothDatabases;
import payout.ledger.page.IndexPage;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;
import payout.testing.Seed;

@OnBothDatabases
class SerialIndexTest extends LedgerFixture {

  private static final int FILES = 3;
  private static final int BATCHES = 4;
  private static final long HASHES = 1L << 39;

  /** What the index must hold: the batches under each hash. */
  private final Map<Long, Set<Long>> model = new TreeMap<>();

  private Database database;

  @BeforeEach
  void takeFiles() {
    for (int file = 1; file <= FILES; file++) {
      List<List<payout.batch.PayoutLine>> batches = new java.util.ArrayList<>();
      for (int batch = 1; batch <= BATCHES; batch++) {
        batches.add(lines("F" + file + "B" + batch, 1));
      }
      accept("f" + file + ".csv", batches);
    }
    change("DELETE FROM serial_page");
    database = Database.open(address.url(), address.user(), address.password());
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void holds_what_was_added_and_not_removed_however_the_pages_are_cut() {
    long seed = Seed.of(SerialIndexTest.class);
    Random random = new Random(seed);
    for (int step = 0; step < 20; step++) {
      int file = 1 + random.nextInt(FILES);
      long space = random.nextBoolean() ? HASHES : 300;
      long[] entries = entries(random, 1 + random.nextInt(4000), space);
      if (random.nextInt(4) == 0) {
        remove(file, entries);
      } else {
        add(file, entries, "seed " + seed + ", step " + step);
      }
    }

    model.forEach((hash, batches) -> assertThat(batches(hash)).as("" + seed).containsAll(batches));
    assertThat(database.<List<IndexPage>>read(SerialIndexTest::pages))
        .as("seed " + seed)
        .allMatch(page -> page.size() <= IndexPage.PAIRS_MAX || isOfOneHash(page))
        .extracting(IndexPage::size)
        .satisfies(
            sizes ->
                assertThat(sizes.stream().mapToInt(each -> each).sum())
                    .isEqualTo(model.values().stream().mapToInt(Set::size).sum()));
  }

  @Test
  void the_lowest_and_the_highest_hash_are_found() {
    long[] entries = {
      SerialEntry.of(0) + 1, SerialEntry.of(HASHES - 1) + 1, SerialEntry.of(HASHES - 1) + 4
    };
    add(1, entries, "");

    assertThat(batches(0)).containsExactly(BatchId.of(1, 1));
    assertThat(batches(HASHES - 1)).containsExactly(BatchId.of(1, 1), BatchId.of(1, 4));
    assertThat(find(2, entries))
        .extracting(SerialIndex.Hit::entry)
        .contains(entries[0], entries[1]);
    assertThat(find(1, entries)).isEmpty();
  }

  @Test
  void a_page_that_lost_all_of_its_hashes_takes_new_ones() {
    long[] entries = {SerialEntry.of(7) + 1, SerialEntry.of(8) + 2};
    add(1, entries, "");
    remove(1, entries);
    assertThat(batches(7)).isEmpty();

    add(2, entries, "");
    assertThat(batches(7)).containsExactly(BatchId.of(2, 1));
  }

  @Test
  void a_batch_of_a_file_that_was_not_taken_is_no_hit() {
    long[] entries = {SerialEntry.of(7) + 1};
    add(1, entries, "");
    change("UPDATE batch SET batch_no = NULL WHERE id = " + BatchId.of(1, 1));

    assertThat(find(2, entries)).isEmpty();
    assertThat(batches(7)).isEmpty();
  }

  private void add(int file, long[] entries, String as) {
    Set<List<Long>> expected = new TreeSet<>(SerialIndexTest::compare);
    for (long entry : entries) {
      for (long batch : model.getOrDefault(SerialEntry.hash(entry), Set.of())) {
        if (BatchId.fileOf(batch) != file) {
          expected.add(List.of(SerialEntry.hash(entry), batch));
        }
      }
    }
    List<SerialIndex.Hit> hits = database.write(sql -> SerialIndex.add(sql, file, entries));
    assertThat(hits)
        .as(as)
        .extracting(hit -> List.of(SerialEntry.hash(hit.entry()), hit.otherBatchId()))
        .containsExactlyInAnyOrderElementsOf(expected);
    for (long entry : entries) {
      model
          .computeIfAbsent(SerialEntry.hash(entry), hash -> new TreeSet<>())
          .add(BatchId.of(file, SerialEntry.place(entry)));
    }
  }

  private void remove(int file, long[] entries) {
    database.write(
        sql -> {
          SerialIndex.remove(sql, file, entries);
          return null;
        });
    for (long entry : entries) {
      model
          .getOrDefault(SerialEntry.hash(entry), new TreeSet<>())
          .remove(BatchId.of(file, SerialEntry.place(entry)));
    }
  }

  private List<SerialIndex.Hit> find(int file, long[] entries) {
    return database.read(sql -> SerialIndex.find(sql, file, entries));
  }

  private List<Long> batches(long hash) {
    return database.read(sql -> SerialIndex.batches(sql, hash));
  }

  private static List<IndexPage> pages(Sql sql) throws java.sql.SQLException {
    return sql.list(
        "SELECT low, data FROM serial_page ORDER BY low",
        row -> IndexPage.stored(SerialForm.FORM, row.getLong(1), row.getBytes(2)));
  }

  private static boolean isOfOneHash(IndexPage page) {
    return page.hash(0) == page.hash(page.size() - 1);
  }

  private static long[] entries(Random random, int count, long space) {
    return LongStream.range(0, count)
        .map(i -> SerialEntry.of(random.nextLong(space)) + 1 + random.nextInt(BATCHES))
        .sorted()
        .toArray();
  }

  private static int compare(List<Long> one, List<Long> other) {
    return Arrays.compare(
        one.stream().mapToLong(each -> each).toArray(),
        other.stream().mapToLong(each -> each).toArray());
  }
}

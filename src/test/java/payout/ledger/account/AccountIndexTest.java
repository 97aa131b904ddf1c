package payout.ledger.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.batch.BatchId;
import payout.ledger.LedgerFixture;
import payout.ledger.OnBothDatabases;
import payout.ledger.page.HashEntry;
import payout.ledger.page.IndexPage;
import payout.ledger.page.Pairs;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;
import payout.testing.Seed;

@OnBothDatabases
class AccountIndexTest extends LedgerFixture {

  private static final long HASHES = 1L << 39;
  private static final long ACCOUNTS = 1L << 31;

  /** What the index must hold: the batches under each hash. */
  private final Map<Long, NavigableSet<Long>> model = new TreeMap<>();

  private Database database;

  @BeforeEach
  void openDatabase() {
    database = Database.open(address.url(), address.user(), address.password());
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void holds_what_was_added_and_not_removed_however_the_pages_are_cut() {
    long seed = Seed.of(AccountIndexTest.class);
    Random random = new Random(seed);
    for (int step = 0; step < 20; step++) {
      long file = file(random);
      long space = random.nextBoolean() ? HASHES : 300;
      long[] entries = entries(random, 1 + random.nextInt(3000), space);
      switch (random.nextInt(5)) {
        case 0 -> remove(file, entries);
        case 1 -> addTogether(random, entries);
        default -> add(file, entries);
      }
    }

    byAccount().forEach((hash, batches) -> isFound("seed " + seed, random, hash, batches));
    isFoundTogether("seed " + seed, random);
    assertThat(database.<List<IndexPage>>read(AccountIndexTest::pages))
        .as("seed " + seed)
        .allMatch(page -> page.size() <= IndexPage.PAIRS_MAX || isOfOneBound(page))
        .extracting(IndexPage::size)
        .satisfies(
            sizes ->
                assertThat(sizes.stream().mapToInt(each -> each).sum())
                    .isEqualTo(model.values().stream().mapToInt(Set::size).sum()));
  }

  /** Otherwise each payment to it would rewrite all that is known of it. */
  @Test
  void an_account_that_is_paid_by_many_files_has_many_pages() {
    long hash = 77;
    for (long file = 1; file <= 60; file++) {
      add(
          file,
          LongStream.rangeClosed(1, 50)
              .map(place -> HashEntry.of(payment(hash, place % 7), (int) place))
              .sorted()
              .toArray());
    }

    assertThat(database.<List<IndexPage>>read(AccountIndexTest::pages))
        .hasSizeGreaterThan(3)
        .allMatch(page -> page.size() <= IndexPage.PAIRS_MAX);
    assertThat(batches(hash, Long.MAX_VALUE, 5000)).hasSize(3000);
    assertThat(batches(hash, BatchId.of(30, 7), 3))
        .containsExactly(BatchId.of(30, 7), BatchId.of(30, 6), BatchId.of(30, 5));
    assertThat(batches(hash, BatchId.of(30, 0), 1)).containsExactly(BatchId.of(29, 50));
    assertThat(batches(hash, BatchId.of(1, 0), 9)).isEmpty();
    long[] asked = {HashEntry.of(payment(hash, 3), 1)};
    assertThat(find(30, asked, file -> file > 57 || file < 3))
        .containsExactlyInAnyOrderElementsOf(
            model.get(payment(hash, 3)).stream()
                .filter(id -> BatchId.fileOf(id) > 57 || BatchId.fileOf(id) < 3)
                .map(id -> payment(hash, 3) + " " + id)
                .toList());
  }

  @Test
  void the_lowest_and_the_highest_hash_are_found() {
    add(
        1,
        new long[] {
          HashEntry.of(0, 1), HashEntry.of(HASHES - 1, 1), HashEntry.of(HASHES - 1, 9_999_999)
        });

    assertThat(batches(0, Long.MAX_VALUE, 9)).containsExactly(BatchId.of(1, 1));
    assertThat(batches(ACCOUNTS - 1, Long.MAX_VALUE, 9))
        .containsExactly(BatchId.of(1, 9_999_999), BatchId.of(1, 1));
    assertThat(batches(ACCOUNTS - 2, Long.MAX_VALUE, 9)).isEmpty();
    assertThat(batches(1, Long.MAX_VALUE, 9)).isEmpty();
  }

  @Test
  void files_up_to_the_last_that_has_room_are_told_apart() {
    long last = 0xffffffffL;
    add(last, new long[] {HashEntry.of(payment(5, 0), 3)});
    add(last - 1, new long[] {HashEntry.of(payment(5, 0), 4)});

    assertThat(batches(5, Long.MAX_VALUE, 9))
        .containsExactly(BatchId.of(last, 3), BatchId.of(last - 1, 4));
  }

  private void isFound(String as, Random random, long hash, NavigableSet<Long> batches) {
    assertThat(batches(hash, Long.MAX_VALUE, Integer.MAX_VALUE))
        .as(as)
        .containsExactlyElementsOf(batches.descendingSet());
    if (batches.size() > 1) {
      long last = new ArrayList<>(batches).get(random.nextInt(batches.size()));
      assertThat(batches(hash, last, 2))
          .as(as)
          .containsExactlyElementsOf(
              batches.headSet(last, true).descendingSet().stream().limit(2).toList());
    }
  }

  private void isFoundTogether(String as, Random random) {
    long[] entries =
        LongStream.concat(
                model.keySet().stream().mapToLong(hash -> HashEntry.of(hash, 1)),
                LongStream.of(entries(random, 100, HASHES)))
            .sorted()
            .toArray();
    for (long own = 0; own <= 4; own++) {
      long mine = own;
      List<String> expected = new ArrayList<>();
      model.forEach(
          (hash, batches) ->
              batches.stream()
                  .filter(id -> BatchId.fileOf(id) != 2 && BatchId.fileOf(id) != mine)
                  .forEach(id -> expected.add(hash + " " + id)));

      assertThat(find(own, entries, file -> file != 2))
          .as(as + ", file " + own)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private void add(long file, long[] entries) {
    write(sql -> AccountIndex.add(sql, file, entries));
    note(file, entries);
  }

  /** As what was there before the index is added. */
  private void addTogether(Random random, long[] entries) {
    Pairs pairs = new Pairs(0);
    for (long entry : entries) {
      long file = file(random);
      AccountIndex.collect(pairs, file, entry);
      note(file, entry);
    }
    pairs.sort();
    write(sql -> AccountIndex.add(sql, pairs));
  }

  private void remove(long file, long[] entries) {
    write(sql -> AccountIndex.remove(sql, file, entries));
    for (long entry : entries) {
      model
          .getOrDefault(HashEntry.hash(entry), new TreeSet<>())
          .remove(BatchId.of(file, HashEntry.place(entry)));
    }
  }

  private void note(long file, long... entries) {
    for (long entry : entries) {
      model
          .computeIfAbsent(HashEntry.hash(entry), hash -> new TreeSet<>())
          .add(BatchId.of(file, HashEntry.place(entry)));
    }
  }

  private void write(Change change) {
    database.write(
        sql -> {
          change.in(sql);
          return null;
        });
  }

  private List<Long> batches(long hash, long last, int count) {
    return database.read(sql -> AccountIndex.batches(sql, hash, last, count));
  }

  /** The hash of a payment with its batch, of files that are wanted. */
  private List<String> find(long file, long[] entries, LongPredicate isWanted) {
    AccountHits hits =
        database.read(sql -> AccountIndex.find(sql, file, entries, new Wanted(isWanted)));
    return IntStream.range(0, hits.payments().size())
        .mapToObj(i -> hits.payments().get(i) + " " + hits.batches().get(i))
        .toList();
  }

  private static long payment(long account, long amount) {
    return account << AccountEntry.AMOUNT_BITS | amount;
  }

  private Map<Long, NavigableSet<Long>> byAccount() {
    Map<Long, NavigableSet<Long>> all = new TreeMap<>();
    model.forEach(
        (payment, batches) ->
            all.computeIfAbsent(AccountEntry.account(payment), account -> new TreeSet<>())
                .addAll(batches));
    return all;
  }

  /** Payments of some files count. */
  private record Wanted(LongPredicate isWanted) implements EarlierPayments {

    @Override
    public long firstFile() {
      return 1;
    }

    @Override
    public long lastFile() {
      return 100;
    }

    @Override
    public boolean counts(Sql sql, long fileId, boolean isSame) {
      return isSame && isWanted.test(fileId);
    }
  }

  private static List<IndexPage> pages(Sql sql) throws SQLException {
    return sql.list(
        "SELECT low, data FROM account_page ORDER BY low",
        row -> IndexPage.stored(AccountForm.FORM, row.getLong(1), row.getBytes(2)));
  }

  private static boolean isOfOneBound(IndexPage page) {
    return IntStream.range(0, page.size()).allMatch(at -> page.upper(at) == page.upper(0));
  }

  private static long file(Random random) {
    return 1 + random.nextInt(3);
  }

  private static long[] entries(Random random, int count, long space) {
    return LongStream.range(0, count)
        .map(i -> HashEntry.of(random.nextLong(space), 1 + random.nextInt(4)))
        .sorted()
        .toArray();
  }

  /** A change of the index. */
  private interface Change {
    void in(Sql sql) throws SQLException;
  }
}

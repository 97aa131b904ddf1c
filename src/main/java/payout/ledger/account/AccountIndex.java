package payout.ledger.account;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import payout.batch.BatchId;
import payout.ledger.page.IndexPage;
import payout.ledger.page.PageIndex;
import payout.ledger.page.Pairs;
import payout.ledger.sql.Sql;

/**
 * Which batches may pay to an account: the table {@code account_page}, see {@link PageIndex}.
 *
 * <p>An entry is a hint, and may be of a batch that was never accepted or is gone. Whoever finds
 * one reads the batch and compares the account. Entries are kept as long as the lines: whoever
 * deletes lines of accepted files has to {@link #remove} theirs.
 */
public final class AccountIndex {

  private static final PageIndex PAGES = new PageIndex("account_page", AccountForm.FORM);

  private AccountIndex() {}

  /**
   * The pairs of a file, to be added together with those of others.
   *
   * @param entries see {@link AccountEntry}
   */
  public static void collect(Pairs pairs, long fileId, long entry) {
    pairs.add(AccountForm.FORM.upper(fileId, entry), AccountForm.FORM.lower(fileId, entry));
  }

  /**
   * Adds the entries of a file that are not there yet.
   *
   * @param entries see {@link AccountEntry}, in sorted order
   */
  public static void add(Sql sql, long fileId, long... entries) throws SQLException {
    PAGES.add(sql, Pairs.of(AccountForm.FORM, fileId, entries));
  }

  /** The same, and looks for the entries of other files in the pages that it changes. */
  public static AccountHits add(Sql sql, long fileId, long[] entries, EarlierPayments earlier)
      throws SQLException {
    AccountLook look = new AccountLook(PAGES, sql, fileId, entries, earlier);
    PAGES.add(sql, Pairs.of(AccountForm.FORM, fileId, entries), look::look);
    return look.hits();
  }

  /** Looks for the entries of other files, as {@link #add} does, and changes nothing. */
  public static AccountHits find(Sql sql, long fileId, long[] entries, EarlierPayments earlier)
      throws SQLException {
    AccountLook look = new AccountLook(PAGES, sql, fileId, entries, earlier);
    PAGES.walk(sql, Pairs.of(AccountForm.FORM, fileId, entries), look::look);
    return look.hits();
  }

  /** The same for sorted pairs of several files, see {@link #collect}. */
  public static void add(Sql sql, Pairs pairs) throws SQLException {
    PAGES.add(sql, pairs);
  }

  /**
   * Removes the entries of a file.
   *
   * @param entries see {@link AccountEntry}, in sorted order
   */
  public static void remove(Sql sql, long fileId, long... entries) throws SQLException {
    PAGES.remove(sql, Pairs.of(AccountForm.FORM, fileId, entries));
  }

  /**
   * The batches that may pay to an account, the newest first, each once.
   *
   * @param hash see {@link AccountEntry#hash}
   * @param last no batch with a greater id than this
   * @param count at most so many
   */
  public static List<Long> batches(Sql sql, long hash, long last, int count) throws SQLException {
    List<Long> found = new ArrayList<>();
    Optional<IndexPage> page = Optional.of(PAGES.page(sql, lastBound(hash, last)));
    while (page.isPresent() && found.size() < count) {
      collect(page.get(), hash, last, count, found);
      boolean mayHaveMore = page.get().low() > AccountForm.firstBound(hash);
      page = mayHaveMore ? PAGES.before(sql, page.get()) : Optional.empty();
    }
    return found;
  }

  /** A file beyond the index has no entries, and none of its batches is before those that have. */
  private static long lastBound(long hash, long last) {
    long fileId = BatchId.fileOf(last);
    return fileId >= AccountForm.FILE_MAX
        ? AccountForm.lastBound(hash)
        : AccountForm.boundIn(hash, fileId);
  }

  /** A file at a time: its pairs are in one page, and not in the order of its batches. */
  private static void collect(IndexPage page, long hash, long last, int count, List<Long> found) {
    NavigableSet<Long> ofFile = new TreeSet<>();
    for (int at = page.size() - 1; at >= 0; at--) {
      if (page.upper(at) < AccountForm.firstBound(hash) || found.size() >= count) {
        return;
      }
      if (page.upper(at) <= AccountForm.lastBound(hash) && page.batchId(at) <= last) {
        ofFile.add(page.batchId(at));
      }
      if (at == 0 || page.upper(at - 1) != page.upper(at)) {
        ofFile.descendingSet().stream().limit(count - found.size()).forEach(found::add);
        ofFile.clear();
      }
    }
  }
}

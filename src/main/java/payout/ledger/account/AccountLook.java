package payout.ledger.account;

import java.sql.SQLException;
import java.util.Optional;
import payout.ledger.page.HashEntry;
import payout.ledger.page.IndexPage;
import payout.ledger.page.PageIndex;
import payout.ledger.sql.Sql;

/**
 * Looks for the entries of other files in pages that are read anyway, because the entries of a file
 * are added to them.
 *
 * <p>A page holds all of an account but where the account has several pages. Only then are others
 * read: those before it down to the first file that counts, those behind it when a later file was
 * decided before this one.
 */
final class AccountLook {

  private final PageIndex pages;
  private final Sql sql;
  private final long fileId;
  private final long[] entries;
  private final EarlierPayments earlier;
  private final AccountHits hits = AccountHits.none();
  private long newest;

  AccountLook(PageIndex pages, Sql sql, long fileId, long[] entries, EarlierPayments earlier) {
    this.pages = pages;
    this.sql = sql;
    this.fileId = fileId;
    this.entries = entries;
    this.earlier = earlier;
  }

  AccountHits hits() {
    return hits;
  }

  /** Looks at a page for the entries from..to, which belong to it. */
  void look(IndexPage page, int from, int to) throws SQLException {
    long last = -1;
    for (int i = from; i < to; i++) {
      long payment = HashEntry.hash(entries[i]);
      if (payment != last) {
        boolean isNew = last < 0 || AccountEntry.account(last) != AccountEntry.account(payment);
        look(page, payment);
        if (isNew) {
          keepNewest(page, AccountEntry.account(payment));
        }
      }
      last = payment;
    }
  }

  private void look(IndexPage page, long payment) throws SQLException {
    long account = AccountEntry.account(payment);
    newest = 0;
    collect(page, payment);
    long first = AccountForm.boundIn(account, earlier.firstFile());
    Optional<IndexPage> before = page.low() > first ? pages.before(sql, page) : Optional.empty();
    while (before.isPresent()) {
      collect(before.get(), payment);
      before = before.get().low() > first ? pages.before(sql, before.get()) : Optional.empty();
    }
    Optional<IndexPage> after = after(page, account);
    while (after.isPresent()) {
      collect(after.get(), payment);
      after = after(after.get(), account);
    }
  }

  /** The next page, if it may hold the account in a file after this one. */
  private Optional<IndexPage> after(IndexPage page, long account) throws SQLException {
    boolean endsEarlier =
        page.size() > 0 && page.upper(page.size() - 1) > AccountForm.lastBound(account);
    return earlier.lastFile() <= fileId
            || endsEarlier
            || page.low() > AccountForm.lastBound(account)
        ? Optional.empty()
        : pages.after(sql, page);
  }

  private void collect(IndexPage page, long payment) throws SQLException {
    long account = AccountEntry.account(payment);
    long last = AccountForm.lastBound(account);
    int at = page.from(AccountForm.firstBound(account));
    for (; at < page.size() && page.upper(at) <= last; at++) {
      long other = AccountForm.fileOf(page.upper(at));
      if (other == fileId) {
        continue;
      }
      newest = Math.max(newest, page.batchId(at));
      if (earlier.counts(sql, other, page.hash(at) == payment)) {
        hits.payments().add(payment);
        hits.batches().add(page.batchId(at));
      }
    }
  }

  private void keepNewest(IndexPage page, long account) throws SQLException {
    if (newest == 0 && page.low() > AccountForm.firstBound(account)) {
      newest = pages.before(sql, page).map(before -> lastOf(before, account)).orElse(0L);
    }
    if (newest != 0) {
      hits.accounts().add(account);
      hits.newest().add(newest);
    }
  }

  /** The last batch of an account at the end of the page before. */
  private static long lastOf(IndexPage before, long account) {
    int last = before.size() - 1;
    boolean isThere = last >= 0 && before.upper(last) >= AccountForm.firstBound(account);
    return isThere ? before.batchId(last) : 0;
  }
}

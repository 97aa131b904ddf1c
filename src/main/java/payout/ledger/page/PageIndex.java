package payout.ledger.page;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.ledger.sql.Sql;

/**
 * An index in a table of pages ({@code low}, {@code data}).
 *
 * <p>A page holds the pairs from its own bound up to the next page's, sorted, in one value. The
 * pairs of a file come sorted too, so one statement serves hundreds of them. A page that grew too
 * long is cut into several; no page is ever removed, and the first one begins at 0.
 *
 * <p>Whoever changes pages has locked the turn to decide about a file, so that no two transactions
 * change the same page. Reading is possible at any time.
 */
public final class PageIndex {

  private final PairForm form;
  private final String at;
  private final String before;
  private final String after;
  private final String nextLow;
  private final PagesInTurn inTurn;
  private final PagesTogether together;

  /** The index in this table. */
  public PageIndex(String table, PairForm form) {
    this.form = form;
    String page = "SELECT low, data FROM " + table + " WHERE low ";
    this.at = page + "<= ? ORDER BY low DESC LIMIT 1";
    this.before = page + "< ? ORDER BY low DESC LIMIT 1";
    this.after = page + "> ? ORDER BY low LIMIT 1";
    this.nextLow = "SELECT low FROM " + table + " WHERE low > ? ORDER BY low LIMIT 1";
    this.inTurn = new PagesInTurn(this, table, form);
    this.together = new PagesTogether(table, form);
  }

  /** Adds pairs that are not there yet; they are sorted. */
  public void add(Sql sql, Pairs pairs) throws SQLException {
    add(sql, pairs, (page, from, to) -> {});
  }

  /** The same, and shows each page before it is changed. */
  public void add(Sql sql, Pairs pairs, Visit visit) throws SQLException {
    change(
        sql,
        pairs,
        (page, from, to) -> {
          visit.of(page, from, to);
          return page.with(pairs, from, to);
        });
  }

  /** Removes pairs; they are sorted. */
  public void remove(Sql sql, Pairs pairs) throws SQLException {
    change(sql, pairs, (page, from, to) -> List.of(page.without(pairs, from, to)));
  }

  /** Goes through the pages that sorted pairs belong to, each once for all of its pairs. */
  public void walk(Sql sql, Pairs pairs, Visit visit) throws SQLException {
    change(
        sql,
        pairs,
        (page, from, to) -> {
          visit.of(page, from, to);
          return List.of();
        });
  }

  private void change(Sql sql, Pairs pairs, PageVisit visit) throws SQLException {
    if (sql.isSqlite()) {
      inTurn.walk(sql, pairs, visit);
    } else {
      together.walk(sql, pairs, visit);
    }
  }

  /** The page that a bound lies in; an empty one in a new ledger. */
  public IndexPage page(Sql sql, long bound) throws SQLException {
    return one(sql, at, bound).orElseGet(() -> IndexPage.first(form));
  }

  /** The lower bound of the page behind one; {@link Long#MAX_VALUE} when there is none. */
  public long endOf(Sql sql, IndexPage page) throws SQLException {
    return sql.first(nextLow, row -> row.getLong(1), page.low()).orElse(Long.MAX_VALUE);
  }

  /** The page before one. */
  public Optional<IndexPage> before(Sql sql, IndexPage page) throws SQLException {
    return one(sql, before, page.low());
  }

  /** The page behind one. */
  public Optional<IndexPage> after(Sql sql, IndexPage page) throws SQLException {
    return one(sql, after, page.low());
  }

  private Optional<IndexPage> one(Sql sql, String text, long bound) throws SQLException {
    return sql.first(text, row -> IndexPage.stored(form, row.getLong(1), row.getBytes(2)), bound);
  }

  /** What is done with the pairs from..to, which belong to one page. */
  @FunctionalInterface
  public interface Visit {
    /** Looks at a page and the pairs that belong to it. */
    void of(IndexPage page, int from, int to) throws SQLException;
  }
}

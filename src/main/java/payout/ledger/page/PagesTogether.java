package payout.ledger.page;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import payout.ledger.sql.Sql;

/**
 * Goes through pages many at a time: on PostgreSQL each statement is a round trip. One statement
 * reads the pages that the next pairs belong to, another one writes those that changed.
 */
final class PagesTogether {

  /** A mebibyte of pages at a time. */
  private static final int PAGES_MAX = 128;

  /**
   * The first pages that bounds belong to. The bounds of all pages between the first and the last
   * one are one array, in which the server searches each; the pages themselves are read only where
   * one was found.
   */
  private static final String PAGES =
      "WITH bounds AS (SELECT array_agg(low ORDER BY low) AS lows FROM %1$s"
          + " WHERE low >= (SELECT MAX(low) FROM %1$s WHERE low <= ?) AND low <= ?)"
          + " SELECT low, data FROM %1$s WHERE low = ANY (ARRAY("
          + "SELECT DISTINCT lows[width_bucket(bound, lows)]"
          + " FROM bounds, unnest(CAST(? AS BIGINT[])) bound ORDER BY 1 LIMIT ?)) ORDER BY low";

  private static final String WRITE =
      "INSERT INTO %1$s (low, data)"
          + " SELECT low, data FROM unnest(CAST(? AS BIGINT[]), CAST(? AS BYTEA[])) AS page (low, data)"
          + " ON CONFLICT (low) DO UPDATE SET data = excluded.data";

  private final PairForm form;
  private final String pagesOf;
  private final String write;

  PagesTogether(String table, PairForm form) {
    this.form = form;
    this.pagesOf = String.format(Locale.ROOT, PAGES, table);
    this.write = String.format(Locale.ROOT, WRITE, table);
  }

  /** Visits the pages that the pairs belong to, each once for all of its pairs. */
  void walk(Sql sql, Pairs pairs, PageVisit visit) throws SQLException {
    int from = 0;
    int count = pairs.size();
    while (from < pairs.size()) {
      int until = Math.min(pairs.size(), from + count);
      List<IndexPage> pages = pages(sql, pairs, from, until);
      boolean more = pages.size() == PAGES_MAX;
      List<IndexPage> changed = new ArrayList<>();
      int at = from;
      // Behind the last of many pages may be others that were not read.
      for (int i = 0; i < (more ? pages.size() - 1 : pages.size()); i++) {
        long end = i + 1 < pages.size() ? pages.get(i + 1).low() : Long.MAX_VALUE;
        int to = at;
        while (to < until && form.bound(pairs.upper(to)) < end) {
          to++;
        }
        changed.addAll(visit.of(pages.get(i), at, to));
        at = to;
      }
      write(sql, changed);
      // Where pairs are few and pages many, the bounds of those behind are not read again.
      count = more ? at - from : pairs.size();
      from = at;
    }
  }

  private List<IndexPage> pages(Sql sql, Pairs pairs, int from, int until) throws SQLException {
    long[] bounds = new long[until - from];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = form.bound(pairs.upper(from + i));
    }
    List<IndexPage> pages =
        sql.list(
            pagesOf,
            row -> IndexPage.stored(form, row.getLong(1), row.getBytes(2)),
            bounds[0],
            bounds[bounds.length - 1],
            bounds,
            PAGES_MAX);
    return pages.isEmpty() ? List.of(IndexPage.first(form)) : pages;
  }

  private void write(Sql sql, List<IndexPage> changed) throws SQLException {
    if (!changed.isEmpty()) {
      sql.update(
          write,
          changed.stream().mapToLong(IndexPage::low).toArray(),
          changed.stream().map(IndexPage::data).toArray(byte[][]::new));
    }
  }
}

package payout.ledger.page;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import payout.ledger.sql.Sql;

/** Goes through pages one after the other: on SQLite a short statement costs microseconds. */
final class PagesInTurn {

  private final PageIndex index;
  private final PairForm form;
  private final String update;
  private final String insert;

  PagesInTurn(PageIndex index, String table, PairForm form) {
    this.index = index;
    this.form = form;
    this.update = "UPDATE " + table + " SET data = ? WHERE low = ?";
    this.insert = "INSERT INTO " + table + " (low, data) VALUES (?, ?)";
  }

  /** Visits the pages that the pairs belong to, each once for all of its pairs. */
  void walk(Sql sql, Pairs pairs, PageVisit visit) throws SQLException {
    int from = 0;
    while (from < pairs.size()) {
      IndexPage page = index.page(sql, form.bound(pairs.upper(from)));
      long end = index.endOf(sql, page);
      int to = from + 1;
      while (to < pairs.size() && form.bound(pairs.upper(to)) < end) {
        to++;
      }
      write(sql, page, visit.of(page, from, to));
      from = to;
    }
  }

  /** Writes a changed page: the first in its place, the others as new ones. */
  private void write(Sql sql, IndexPage before, List<IndexPage> after) throws SQLException {
    if (after.isEmpty()) {
      return;
    }
    List<IndexPage> fresh = before.isStored() ? after.subList(1, after.size()) : after;
    if (before.isStored()) {
      sql.updateOne(update, after.get(0).data(), before.low());
    }
    if (fresh.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = sql.prepare(insert)) {
      for (IndexPage page : fresh) {
        statement.setLong(1, page.low());
        statement.setBytes(2, page.data());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}

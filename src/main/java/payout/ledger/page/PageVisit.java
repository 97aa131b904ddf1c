package payout.ledger.page;

import java.sql.SQLException;
import java.util.List;

/** What is done with the pairs of a file that belong to one page. */
@FunctionalInterface
interface PageVisit {

  /**
   * Visits a page for the pairs from..to.
   *
   * @return the pages that are there instead of it from now on, the first with its bound; none when
   *     it does not change
   */
  List<IndexPage> of(IndexPage page, int from, int to) throws SQLException;
}

package payout.console;

import java.util.List;
import payout.ledger.FileRecord;
import payout.ledger.PaymentPage;
import payout.status.Masks;

/**
 * What a search found, as a page shows it.
 *
 * @param q what was searched for
 * @param isAccount whether it was looked for as an account: then it never stands in an address, and
 *     is shown masked
 * @param files files of this name
 * @param rows payments
 * @param after where this page of payments began; empty for the first
 * @param next where the next one begins; empty for none
 * @param accountsBefore see {@link PaymentPage}
 */
public record Results(
    String q,
    boolean isAccount,
    List<FileRecord> files,
    List<PaymentRow> rows,
    String after,
    String next,
    long accountsBefore) {

  /** The values of the hidden field that tells how it was looked for. */
  public static final String ACCOUNT = "account";

  public static final String KNOWN = "known";

  /** Nothing was searched for. */
  static final Results NONE = new Results("", false, List.of(), List.of(), "", "", 0);

  static Results known(String q, Found found, String after, boolean isRevealed) {
    PaymentPage page = found.first();
    return new Results(q, false, found.files(), rows(page, isRevealed), after, page.next(), 0);
  }

  static Results account(String q, PaymentPage page, String after, boolean isRevealed) {
    return new Results(
        q, true, List.of(), rows(page, isRevealed), after, page.next(), page.accountsBefore());
  }

  private static List<PaymentRow> rows(PaymentPage page, boolean isRevealed) {
    return page.payments().stream().map(each -> new PaymentRow(each, isRevealed)).toList();
  }

  /** The same with what is known under the text besides. */
  Results and(Found found) {
    return new Results(q, isAccount, found.files(), rows, after, next, accountsBefore);
  }

  /** What was searched for, as it may be shown. */
  public String shown() {
    return isAccount ? Masks.account(q) : q;
  }

  /** How it was looked for. */
  public String kind() {
    return isAccount ? ACCOUNT : KNOWN;
  }

  /** Whether nothing was found. */
  public boolean isNothing() {
    return files.isEmpty() && rows.isEmpty() && next.isEmpty();
  }

  /** Whether accounts and names are shown in full. */
  public boolean isRevealed() {
    return !rows.isEmpty() && rows.get(0).isRevealed();
  }
}

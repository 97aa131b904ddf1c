package payout.ledger.account;

import java.util.Locale;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.page.HashEntry;

/**
 * 31 bits of the hash of a payee's account, 8 bits of the hash of the amount, and the place of the
 * batch, packed into one long, see {@link HashEntry}. The first two together are the hash of the
 * payment: of the payments to one account, one in 256 has that of another amount by chance.
 *
 * <p>An e-mail address means the same in capitals, so the letters of ASCII count without case.
 */
public final class AccountEntry {

  static final int AMOUNT_BITS = 8;

  private static final long STIR = 0x9e3779b97f4a7c15L;

  private AccountEntry() {}

  /** The entry of one line. */
  public static long of(PayoutLine line, int place) {
    return of(line.account(), line.amount(), place);
  }

  /** The entry of a payment. */
  public static long of(String account, Money amount, int place) {
    return HashEntry.of(payment(account, amount), place);
  }

  /** The hash of a payment, from 0 to 2^39 - 1. */
  public static long payment(PayoutLine line) {
    return payment(line.account(), line.amount());
  }

  private static long payment(String account, Money amount) {
    return hash(account) << AMOUNT_BITS | (amount.fen() * STIR) >>> (Long.SIZE - AMOUNT_BITS);
  }

  /** The hash of an account, from 0 to 2^31 - 1. */
  public static long hash(String account) {
    return HashEntry.hashIgnoringCase(account) >>> AMOUNT_BITS;
  }

  /** The hash of the account of a payment. */
  public static long account(long payment) {
    return payment >>> AMOUNT_BITS;
  }

  /** Whether two texts name the same account; the hashes of the same account are equal. */
  public static boolean isSame(String one, String other) {
    if (one.length() != other.length()) {
      return false;
    }
    for (int i = 0; i < one.length(); i++) {
      if (HashEntry.small(one.charAt(i)) != HashEntry.small(other.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The same text for all that name the same account. */
  public static String same(String account) {
    boolean isAscii = account.chars().allMatch(each -> each < 0x80);
    if (isAscii) {
      return account.toLowerCase(Locale.ROOT);
    }
    StringBuilder text = new StringBuilder(account);
    for (int i = 0; i < text.length(); i++) {
      text.setCharAt(i, (char) HashEntry.small(text.charAt(i)));
    }
    return text.toString();
  }
}

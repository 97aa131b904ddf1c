package payout.statement;

import java.util.Locale;

/** Compares a payee with what a statement shows of one, of which parts may be masked. */
enum PayeeShown {
  /** Every character that is shown is the payee's. */
  AGREES,
  /** Some character that is shown is not the payee's. */
  CONTRADICTS,
  /** Nothing is shown that could be compared. */
  NOTHING;

  private static final char MASK = '*';

  /** What the text shows of a payee: a name, an account in brackets, either or both. */
  static PayeeShown of(String shown, OurLine line) {
    int open = Math.max(shown.lastIndexOf('('), shown.lastIndexOf('（'));
    String name = (open < 0 ? shown : shown.substring(0, open)).strip();
    String account = open < 0 ? "" : shown.substring(open + 1).replaceAll("[)）]\\s*$", "").strip();
    PayeeShown byName = part(name, line.name());
    if (open < 0 && byName == CONTRADICTS && part(name, line.account()) == AGREES) {
      return AGREES; // only the account is shown
    }
    PayeeShown byAccount = part(account, line.account());
    if (byName == CONTRADICTS || byAccount == CONTRADICTS) {
      return CONTRADICTS;
    }
    return byName == AGREES || byAccount == AGREES ? AGREES : NOTHING;
  }

  private static PayeeShown part(String shown, String whole) {
    String pattern = plain(shown);
    if (pattern.chars().allMatch(c -> c == MASK || c == '@' || c == '.')) {
      return NOTHING;
    }
    return fits(pattern, 0, plain(whole), 0) ? AGREES : CONTRADICTS;
  }

  private static String plain(String text) {
    String plain = text.replaceAll("[\\s\u3000\u00a0]", "").toLowerCase(Locale.ROOT);
    return plain.replaceAll("\\*+", "*");
  }

  /** A run of masks stands for any characters; how many, no export says reliably. */
  private static boolean fits(String shown, int at, String whole, int from) {
    int i = at;
    int j = from;
    int star = -1;
    int after = 0;
    while (j < whole.length()) {
      if (i < shown.length() && shown.charAt(i) == MASK) {
        star = i++;
        after = j;
      } else if (i < shown.length() && shown.charAt(i) == whole.charAt(j)) {
        i++;
        j++;
      } else if (star >= 0) {
        i = star + 1;
        j = ++after;
      } else {
        return false;
      }
    }
    while (i < shown.length() && shown.charAt(i) == MASK) {
      i++;
    }
    return i == shown.length();
  }
}

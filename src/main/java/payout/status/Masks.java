package payout.status;

import java.util.regex.Pattern;

/**
 * How accounts and names of payees are shown until somebody asks for them in full: enough to tell
 * two of them apart, too little to pay or to write to.
 */
public final class Masks {

  private static final String HIDDEN = "***";
  private static final Pattern PHONE = Pattern.compile("[0-9]{11,}");
  private static final int LOCAL_PART_MIN = 3;
  private static final int HEAD = 3;
  private static final int TAIL = 4;

  private Masks() {}

  /**
   * An account: {@code a***@example.com}, {@code 138****0002}. What is neither an e-mail address
   * nor a number of at least 11 digits, or is too short, is hidden as a whole.
   */
  public static String account(String account) {
    if (PHONE.matcher(account).matches()) {
      return account.substring(0, HEAD) + "****" + account.substring(account.length() - TAIL);
    }
    int at = account.indexOf('@');
    if (at < 0 || at != account.lastIndexOf('@') || at == account.length() - 1) {
      return HIDDEN;
    }
    boolean isLong = account.codePointCount(0, at) >= LOCAL_PART_MIN;
    return (isLong ? first(account) : "") + HIDDEN + account.substring(at);
  }

  /** A name: its first character; nothing of a name of one character. */
  public static String name(String name) {
    return name.codePointCount(0, name.length()) < 2 ? HIDDEN : first(name) + HIDDEN;
  }

  private static String first(String text) {
    return Character.toString(text.codePointAt(0));
  }
}

package payout.inbox;

/** The form of a payee's account (document section 4.2): an e-mail address or a mobile number. */
final class PayeeAccount {

  private static final int MOBILE_DIGITS = 11;

  private PayeeAccount() {}

  /** Whether this can be an account. */
  static boolean isOne(String text) {
    return isMobile(text) || isEmail(text);
  }

  private static boolean isMobile(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() == MOBILE_DIGITS;
  }

  /** One at sign between two texts without spaces; the gateway knows better than any pattern. */
  private static boolean isEmail(String text) {
    int at = text.indexOf('@');
    if (at < 1 || at == text.length() - 1 || text.indexOf('@', at + 1) > 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c >= '\t' && c <= '\r') {
        return false;
      }
    }
    return true;
  }
}

package payout.console;

/**
 * The token of a form: nobody can forge a form for somebody who is logged in, since nobody else can
 * make its token. A token belongs to one session; its first part is random and names one showing of
 * the form, so that a form that is sent twice acts once.
 */
final class FormTokens {

  /** The hidden field of every form. */
  static final String FIELD = "token";

  private static final int NONCE_BYTES = 16;
  private static final String SEPARATOR = ".";

  private FormTokens() {}

  /** A new token for a form of this visitor. */
  static String next(Visitor visitor) {
    String nonce = Secrets.next(NONCE_BYTES);
    return nonce + SEPARATOR + Secrets.mac(visitor.secret(), nonce);
  }

  /** Whether this visitor was shown a form with this token. */
  static boolean isValid(Visitor visitor, String token) {
    int at = token.indexOf(SEPARATOR);
    return at > 0
        && !visitor.secret().isEmpty()
        && Secrets.areEqual(
            token.substring(at + 1), Secrets.mac(visitor.secret(), token.substring(0, at)));
  }

  /** What names one showing of a form. */
  static String key(String token) {
    return token.substring(0, Math.max(0, token.indexOf(SEPARATOR)));
  }
}

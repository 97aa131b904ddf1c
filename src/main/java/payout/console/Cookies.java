package payout.console;

/**
 * The cookies: the secret of a session, and the language. No script reads the session's, no other
 * site can make a browser send it, and a sandbox has names of its own, so that neither takes the
 * other's.
 */
final class Cookies {

  private static final String STRICT = "; Path=/; HttpOnly; SameSite=Strict";
  private static final String YEAR = "; Max-Age=31536000";

  private final String sessionName;
  private final String visitName;
  private final String languageName;
  private final String secure;

  Cookies(boolean isSandbox, boolean isEncrypted) {
    String prefix = (isEncrypted ? "__Host-" : "") + (isSandbox ? "payout_sandbox" : "payout");
    this.sessionName = prefix + "_session";
    this.visitName = prefix + "_visit";
    this.languageName = prefix + "_language";
    this.secure = isEncrypted ? "; Secure" : "";
  }

  /** The name of the cookie with the secret of a session. */
  String sessionName() {
    return sessionName;
  }

  /** The name of the cookie that ties the form of the log-in to a browser. */
  String visitName() {
    return visitName;
  }

  /** The name of the cookie with the language. */
  String languageName() {
    return languageName;
  }

  /** Begins a session; it ends with the browser, or earlier in the ledger. */
  String session(String secret) {
    return sessionName + "=" + secret + STRICT + secure;
  }

  String noSession() {
    return sessionName + "=; Max-Age=0" + STRICT + secure;
  }

  String visit(String secret) {
    return visitName + "=" + secret + STRICT + secure;
  }

  String language(String tag) {
    return languageName + "=" + tag + YEAR + STRICT + secure;
  }
}

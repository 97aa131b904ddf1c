package payout.cli;

/** An account as far as it may be shown: enough to tell two apart, too little to use. */
final class Masked {

  private static final int HEAD_MAX = 3;
  private static final int TAIL = 4;

  private Masked() {}

  /** {@code 138****5678}, {@code zha***@example.com}. */
  static String account(String account) {
    int at = account.indexOf('@');
    if (at >= 0) {
      return account.substring(0, Math.min(HEAD_MAX, at / 2)) + "***" + account.substring(at);
    }
    return account.length() < 2 * (HEAD_MAX + TAIL) - HEAD_MAX
        ? "****"
        : account.substring(0, HEAD_MAX) + "****" + account.substring(account.length() - TAIL);
  }
}

package payout.sandbox;

/** A request that the gateway refuses: the code becomes the {@code error} of an F answer. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code an error code of section 10 of the document
   * @param why one sentence for the log, without account numbers or secrets
   */
  Refusal(String code, String why) {
    super(code + ": " + why, null, false, false);
    this.code = code;
  }

  String code() {
    return code;
  }

  static void unless(boolean valid, String code, String why) {
    if (!valid) {
      throw new Refusal(code, why);
    }
  }
}

package payout.console;

import java.util.Locale;

/** A request that cannot be answered; the message is a sentence for whoever made it. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String key;
  private final String[] values;

  /** With a sentence. */
  public RefusedException(int status, String sentence) {
    this(status, sentence, "");
  }

  private RefusedException(int status, String sentence, String key, String... values) {
    super(sentence);
    this.status = status;
    this.key = key;
    this.values = values.clone();
  }

  /**
   * With a sentence that pages have in the language of whoever reads them.
   *
   * @param key of the texts
   */
  static RefusedException of(int status, String key, String... values) {
    String english = Texts.in(Locale.ENGLISH).of(key, (Object[]) values);
    return new RefusedException(status, english, key, values);
  }

  /** The HTTP status: 400, 401, 403, 404, 409, 413, 429 or 503. */
  public int status() {
    return status;
  }

  /** The sentence in a language, where it is known in it. */
  String in(Locale language) {
    return key.isEmpty() ? getMessage() : Texts.in(language).of(key, (Object[]) values);
  }
}

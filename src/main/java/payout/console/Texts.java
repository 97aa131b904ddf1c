package payout.console;

import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** The words of the pages, in English and Chinese. */
public final class Texts {

  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
  private static final String NAME = "payout.console.texts";

  private static final Map<Locale, Texts> BY_LANGUAGE =
      Map.of(
          Locale.ENGLISH, new Texts(Locale.ENGLISH),
          Locale.SIMPLIFIED_CHINESE, new Texts(Locale.SIMPLIFIED_CHINESE));

  private final ResourceBundle bundle;

  private Texts(Locale language) {
    this.bundle = ResourceBundle.getBundle(NAME, language, NO_FALLBACK);
  }

  /** The words of a language. */
  static Texts in(Locale language) {
    return BY_LANGUAGE.get(language);
  }

  /** The language of a browser's wish, or of a switch: Chinese for zh, else English. */
  static Locale language(String tag) {
    return tag.toLowerCase(Locale.ROOT).startsWith("zh")
        ? Locale.SIMPLIFIED_CHINESE
        : Locale.ENGLISH;
  }

  /**
   * A text.
   *
   * @param values the values of {@code {0}}, {@code {1}}, … in it
   */
  public String of(String key, Object... values) {
    String text = bundle.getString(key);
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(values[i]));
    }
    return text;
  }

  /** Whether there is such a text. */
  public boolean has(String key) {
    return bundle.containsKey(key);
  }
}

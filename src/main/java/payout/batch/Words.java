package payout.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/**
 * The texts of the reports in one language: the sentences of {@code words_en.properties} and {@code
 * words_zh.properties}, which have the same keys.
 *
 * <p>A sentence is built where its cause is found and is stored as text, so that a file that is
 * written again has the same one even after {@code payout.language} was changed.
 */
public final class Words {

  private final Properties sentences = new Properties();

  private Words(Language language) {
    String name = "words_" + language.name().toLowerCase(Locale.ROOT) + ".properties";
    try (InputStream in = Words.class.getResourceAsStream(name)) {
      sentences.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("The sentences " + name + " cannot be read.", e);
    }
  }

  /** The words of a language. */
  public static Words in(Language language) {
    return new Words(language);
  }

  /**
   * A sentence. Its values may come from outside, such as a file's name, so hidden characters are
   * {@linkplain Characters#shown escaped}.
   *
   * @param key its name
   * @param values the values of {@code {0}}, {@code {1}}, … in it
   * @throws IllegalArgumentException when there is no such sentence
   */
  public String of(String key, Object... values) {
    String sentence = sentences.getProperty(key);
    if (sentence == null) {
      throw new IllegalArgumentException("There is no sentence " + key + ".");
    }
    for (int i = 0; i < values.length; i++) {
      sentence = sentence.replace("{" + i + "}", Characters.shown(String.valueOf(values[i])));
    }
    return sentence;
  }

  /** That so many lines were left out of an accepted file; empty when none was. */
  public String leftOut(long lines) {
    return lines == 0 ? "" : of("left-out", lines);
  }

  /** The names of all sentences. */
  public Set<String> keys() {
    return sentences.stringPropertyNames();
  }
}

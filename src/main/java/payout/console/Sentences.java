package payout.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import payout.batch.Language;
import payout.batch.Words;

/**
 * Reasons of the ledger in the language of whoever reads them. The ledger holds a reason as it was
 * written, in the language of the reports; here it is found among their sentences by its code and
 * its form, and said again. One that is not found stays as it is.
 */
final class Sentences {

  private static final Pattern VALUE = Pattern.compile("\\{([0-9])}");

  private static final Map<Language, Words> WORDS =
      new EnumMap<>(Map.of(Language.EN, Words.in(Language.EN), Language.ZH, Words.in(Language.ZH)));

  private Sentences() {}

  /** A code, a colon and a sentence, as a file has it; any other text stays as it is. */
  static String ofFile(Locale page, String reason) {
    int colon = reason.indexOf(": ");
    return colon < 0
        ? in(page, "left-out", reason)
        : reason.substring(0, colon + 2)
            + in(page, reason.substring(0, colon), reason.substring(colon + 2));
  }

  /**
   * A sentence in the language of a page.
   *
   * @param code the code of the fault that it tells
   */
  static String in(Locale page, String code, String sentence) {
    boolean isChinese = page.equals(Locale.SIMPLIFIED_CHINESE);
    Words to = WORDS.get(isChinese ? Language.ZH : Language.EN);
    Words from = WORDS.get(isChinese ? Language.EN : Language.ZH);
    return from.keys().stream()
        .filter(key -> key.equals(code) || key.startsWith(code + "."))
        // A form may begin like another and go on: the longest one that fits is meant.
        .sorted(Comparator.comparing((String key) -> from.of(key).length()).reversed())
        .flatMap(key -> values(from.of(key), sentence).map(found -> to.of(key, found)).stream())
        .findFirst()
        .orElse(sentence);
  }

  /** The values with which a sentence was made of a form; empty when it was not. */
  private static Optional<Object[]> values(String form, String sentence) {
    List<MatchResult> places = VALUE.matcher(form).results().toList();
    StringBuilder pattern = new StringBuilder();
    int from = 0;
    for (MatchResult place : places) {
      pattern.append(Pattern.quote(form.substring(from, place.start()))).append("(.*?)");
      from = place.end();
    }
    pattern.append(Pattern.quote(form.substring(from)));
    Matcher found = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(sentence);
    if (!found.matches()) {
      return Optional.empty();
    }
    List<Object> values = new ArrayList<>(Stream.generate(() -> "").limit(10).toList());
    for (int i = 0; i < places.size(); i++) {
      values.set(Integer.parseInt(places.get(i).group(1)), found.group(i + 1));
    }
    return Optional.of(values.toArray());
  }
}

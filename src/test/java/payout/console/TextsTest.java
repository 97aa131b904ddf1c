package payout.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import payout.batch.BatchState;
import payout.batch.FileState;
import payout.batch.LineState;
import payout.batch.OutputKind;
import payout.ledger.AuditKind;
import payout.ledger.NotifyLedger;
import payout.ledger.OverviewLedger.Need;
import payout.ledger.Source;

/** The words of the pages: all of them, once, in both languages. */
class TextsTest {

  private static final Path TEXTS = Path.of("src/main/resources/payout/console");
  private static final Pattern KEY = Pattern.compile("page\\.t\\(\"([a-zA-Z.-]+[a-zA-Z])\"");
  private static final Pattern VALUE = Pattern.compile("\\{[0-9]}");

  @Test
  void both_languages_have_the_same_texts_each_once() throws IOException {
    assertThat(keys("texts.properties")).doesNotHaveDuplicates().isNotEmpty();
    assertThat(keys("texts_zh_CN.properties"))
        .doesNotHaveDuplicates()
        .hasSameElementsAs(keys("texts.properties"));
  }

  @Test
  void a_text_takes_the_same_values_in_both_languages() throws IOException {
    for (String key : keys("texts.properties")) {
      assertThat(values(Locale.SIMPLIFIED_CHINESE, key))
          .as(key)
          .isEqualTo(values(Locale.ENGLISH, key));
    }
  }

  @Test
  void every_text_that_a_page_names_is_there() throws IOException {
    List<String> named = new ArrayList<>();
    try (DirectoryStream<Path> pages = Files.newDirectoryStream(Path.of("src/main/jte"))) {
      for (Path page : pages) {
        KEY.matcher(Files.readString(page)).results().forEach(each -> named.add(each.group(1)));
      }
    }

    assertThat(named).hasSizeGreaterThan(50).allMatch(Texts.in(Locale.ENGLISH)::has);
  }

  @Test
  void every_constant_that_a_page_shows_has_a_word() {
    Stream.of(
            words("state", FileState.values()),
            words("state", BatchState.values()),
            words("state", LineState.values()),
            words("output", OutputKind.values()),
            words("audit", AuditKind.values()),
            words("channel", Source.Channel.values()),
            words("notify", NotifyLedger.Verdict.values()),
            words("need", Need.Kind.values()),
            Stream.of("need." + NeedRow.UNHEARD))
        .flatMap(each -> each)
        .forEach(key -> assertThat(Texts.in(Locale.ENGLISH).has(key)).as(key).isTrue());
    Stream.of(Need.Kind.values())
        .flatMap(
            kind -> Stream.of(".otherwise", ".act", ".safe").map(part -> "need." + kind + part))
        .forEach(key -> assertThat(Texts.in(Locale.ENGLISH).has(key)).as(key).isTrue());
  }

  private static Stream<String> words(String prefix, Enum<?>... constants) {
    return Stream.of(constants).map(each -> prefix + "." + each.name());
  }

  private static List<String> keys(String file) throws IOException {
    return Files.readString(TEXTS.resolve(file), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#") && line.contains("="))
        .map(line -> line.substring(0, line.indexOf('=')).strip())
        .toList();
  }

  private static TreeSet<String> values(Locale language, String key) {
    TreeSet<String> values = new TreeSet<>();
    VALUE.matcher(Texts.in(language).of(key)).results().forEach(each -> values.add(each.group()));
    return values;
  }
}

package payout.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The repository speaks of the product alone, and builds wherever it is cloned to. */
class RepositoryTest {

  private static final Pattern HOST = Pattern.compile("https?://([A-Za-z0-9.-]+)");

  /** The gateway, names that are kept free for examples, and the names of XML's own schemas. */
  private static final Pattern KNOWN_HOST =
      Pattern.compile(
          "mapi(\\.alipay\\.com)?|(.+\\.)?example\\.com|.+\\.(example|invalid)|localhost|127\\.\\d+\\.\\d+\\.\\d+"
              + "|maven\\.apache\\.org|www\\.w3\\.org|schemas\\.openxmlformats\\.org|purl\\.oclc\\.org|www\\.test\\.com|user");

  /** A folder of one machine, or a word about work that is not done. */
  private static final Pattern NOT_OURS =
      Pattern.compile(
          "(?<![\\w.<>}])/(home|work|Users|root)/\\w|\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  private static final Set<String> SOURCES =
      Set.of(".ci", ".mvn", "config", "docs", "monitoring", "routes", "samples", "src");

  @Test
  void no_file_names_a_host_but_the_gateway_and_examples() throws IOException {
    Set<String> others = new TreeSet<>();
    for (Path file : files()) {
      Matcher host = HOST.matcher(text(file));
      while (host.find()) {
        if (!KNOWN_HOST.matcher(host.group(1)).matches()) {
          others.add(file + ": " + host.group(1));
        }
      }
    }

    assertThat(others).isEmpty();
  }

  @Test
  void no_file_names_a_folder_of_one_machine_or_unfinished_work() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path file : files()) {
      Matcher word = NOT_OURS.matcher(text(file));
      while (word.find()) {
        found.add(file + ": " + word.group());
      }
    }

    assertThat(found).isEmpty();
  }

  /** A build that brings its own repositories cannot be built where only others are reachable. */
  @Test
  void the_build_names_no_repository() {
    assertThat(text(Path.of("pom.xml")))
        .doesNotContain("<repository>", "<pluginRepository>", "<distributionManagement>");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of(""))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.getNameCount() == 1 || SOURCES.contains(file.getName(0).toString()))
          .filter(file -> !file.startsWith(".git"))
          .sorted()
          .toList();
    }
  }

  /** As letters of one byte, so that every file can be read. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read.", e);
    }
  }
}

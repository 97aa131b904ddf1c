package payout.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.ProductProcess;

/**
 * What was compiled for Java 17 does the same on Java 25. It runs where there is such a Java: in a
 * folder of {@code /usr/lib/jvm}, or where {@code -Dpayout.java25=HOME} says.
 */
@Tag("long")
class Java25IT {

  private static final String VERSION = "25";
  private static final Path REPORTS = Path.of("target/surefire-reports-java25").toAbsolutePath();
  private static final int MINUTES = 40;

  /** So many tests there are at least, so that an empty run does not pass. */
  private static final int TESTS_MIN = 1000;

  /**
   * What takes longest, and depends least on the version of Java: our own logic, again and again.
   */
  private static final List<String> LEFT_OUT =
      List.of("CrashPairsTest", "SimulationTest", "LedgerModelTest", "*FuzzTest");

  private static final Pattern TOTAL =
      Pattern.compile("(?m)^.*Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: \\d+$");

  @TempDir private Path folder;

  @Test
  void the_unit_tests_pass() throws Exception {
    Path java = home().resolve("bin/java");
    Path log = Files.createDirectories(REPORTS).resolve("maven.txt");
    ProcessBuilder builder = new ProcessBuilder(maven(java)).redirectErrorStream(true);
    builder.redirectOutput(log.toFile()).environment().remove("MAVEN_OPTS");
    Process process = builder.start();

    boolean isOver = process.waitFor(MINUTES, TimeUnit.MINUTES);
    if (!isOver) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    String said = Files.readString(log);

    assertThat(isOver).as("it ends within %d minutes:\n%s", MINUTES, said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(testsIn(said)).isGreaterThan(TESTS_MIN);
    assertThat(Files.readString(REPORTS.resolve("TEST-payout.batch.MoneyTest.xml")))
        .contains("name=\"java.specification.version\" value=\"" + VERSION + "\"");
  }

  @Test
  void the_demo_pays_and_java_warns_of_nothing() {
    ProductProcess demo =
        ProductProcess.run(folder, Map.of("JAVA_HOME", home().toString()), "demo");

    assertThat(demo.exit()).as(demo.err()).isZero();
    assertThat(demo.out()).contains("SETTLED");
    assertThat(demo.err()).doesNotContain("WARNING:").doesNotContain(" ERROR ");
  }

  /**
   * A Maven on the Java of this build, whose tests run on the other one, with their own reports.
   */
  private static List<String> maven(Path java) {
    List<String> command = new ArrayList<>(List.of("mvn", "-o", "-B", "-ntp"));
    command.add("-Dstyle.color=never");
    command.add("surefire:test");
    command.add("-Djvm=" + java);
    command.add("-Dpayout.reports=" + REPORTS);
    // Surefire empties this folder in the end, and this test runs in the usual one.
    command.add("-DtempDir=surefire-java25");
    command.add("-Dtest=*Test,!" + String.join(",!", LEFT_OUT));
    return command;
  }

  private static int testsIn(String said) {
    Matcher total = TOTAL.matcher(said);
    int tests = 0;
    while (total.find()) {
      tests = Math.max(tests, Integer.parseInt(total.group(1)));
    }
    return tests;
  }

  private static Path home() {
    Optional<Path> home = find();
    assumeTrue(
        home.isPresent(),
        "There is no Java 25 in /usr/lib/jvm, so nothing runs on it: install it, or name its home"
            + " with -Dpayout.java25=HOME.");
    return home.get();
  }

  private static Optional<Path> find() {
    String named = System.getProperty("payout.java25", "");
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named).toAbsolutePath());
    }
    try (Stream<Path> all = Files.list(Path.of("/usr/lib/jvm"))) {
      return all.filter(Java25IT::isTheVersion).sorted().findFirst();
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static boolean isTheVersion(Path home) {
    try {
      return Files.isExecutable(home.resolve("bin/java"))
          && Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"" + VERSION);
    } catch (IOException notOne) {
      return false;
    }
  }
}

package payout.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes, made and used by the real script and Java. */
class ClassArchiveIT {

  /** How Java calls an archive that lies on top of its own. */
  private static final String FROM_THE_ARCHIVE = " source: shared objects file (top)";

  @TempDir private Path folder;

  private Path distribution;
  private Path cache;

  /** A distribution of its own, for the archive belongs to it. */
  @BeforeEach
  void unpack() throws IOException {
    distribution = folder.toRealPath().resolve("a product");
    cache = distribution.resolve("cache");
    for (String each : new String[] {"bin", "lib", "routes", "config", "samples"}) {
      copy(Program.DISTRIBUTION.resolve(each), distribution.resolve(each));
    }
  }

  @Test
  void is_made_by_a_command_used_by_every_other_and_passed_over_when_it_is_damaged()
      throws Exception {
    Files.createDirectories(cache.resolve("making"));
    Files.writeString(cache.resolve("making/left"), "by a process that was killed");
    Files.writeString(cache.resolve("classes-99.jsa"), "cut off");
    assertThat(loading()).doesNotContain(FROM_THE_ARCHIVE);

    Program prepare = run("prepare");

    assertThat(prepare.exit()).as(prepare.err()).isZero();
    assertThat(prepare.out()).contains(cache.toString()).hasLineCount(1);
    assertThat(Folders.names(cache))
        .hasSize(2)
        .contains("lock")
        .anyMatch(name -> name.matches("classes-\\d{8}\\.jsa"));
    assertThat(loading()).contains(FROM_THE_ARCHIVE);
    survivesDamage(archive());
  }

  @Test
  void says_so_when_it_cannot_be_written() throws Exception {
    Files.writeString(cache, "no folder");

    Program prepare = run("prepare");

    assertThat(prepare.exit()).isEqualTo(2);
    assertThat(prepare.err())
        .startsWith("payout: The archive of classes cannot be written to " + cache + ": ")
        .hasLineCount(1);
    assertSound(run("--version"));
  }

  private void survivesDamage(Path archive) throws Exception {
    try (RandomAccessFile file = writable(archive)) {
      for (long at = file.length() / 4; at < file.length(); at += file.length() / 4) {
        file.seek(at);
        file.write(new byte[50_000]);
      }
    }
    assertSound(run("--version"));
    assertThat(loading()).doesNotContain(FROM_THE_ARCHIVE);

    try (RandomAccessFile file = writable(archive)) {
      file.setLength(file.length() / 3);
    }
    assertSound(run("--version"));

    Path foreign = cache.resolve("classes-7.jsa");
    Files.move(archive, foreign);
    try (RandomAccessFile file = writable(foreign)) {
      file.setLength(0);
      file.writeBytes("foreign");
    }
    assertSound(run("--version"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path copy = to.resolve(from.relativize(each));
        Files.createDirectories(copy.getParent());
        Files.copy(each, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static RandomAccessFile writable(Path file) throws IOException {
    assertThat(file.toFile().setWritable(true)).isTrue();
    return new RandomAccessFile(file.toFile(), "rw");
  }

  private static void assertSound(Program program) {
    assertThat(program.exit()).isZero();
    assertThat(program.out()).matches("payout \\d+\\.\\d+\\.\\d+\\n");
    assertThat(program.err()).isEmpty();
  }

  private Path archive() {
    return cache.resolve(
        Folders.names(cache).stream()
            .filter(name -> name.startsWith("classes-"))
            .findFirst()
            .orElseThrow());
  }

  /** What Java says about the classes that it loads. */
  private String loading() {
    return Program.startOf(
            distribution, folder, Map.of("PAYOUT_OPTS", "-Xlog:class+load"), "--version")
        .ended()
        .out();
  }

  private Program run(String command) {
    return Program.startOf(distribution, folder, Map.of(), command).ended();
  }
}

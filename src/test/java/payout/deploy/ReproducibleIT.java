package payout.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever builds a commit gets the same bytes. */
@Tag("long")
class ReproducibleIT {

  private static final Path SCRIPT = Path.of("src/build/reproducible.sh").toAbsolutePath();
  private static final int MINUTES = 20;

  @Test
  void two_builds_in_two_folders_give_the_same_jar_zip_and_archive() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(List.of("sh", SCRIPT.toString(), "-o"));
    builder.redirectErrorStream(true);
    builder.environment().remove("MAVEN_OPTS");
    Process process = builder.start();
    // Nothing else ends the wait for the output of a build that hangs.
    CompletableFuture.delayedExecutor(MINUTES, TimeUnit.MINUTES).execute(process::destroyForcibly);

    List<String> out =
        new ArrayList<>(
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList());

    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(String.join("\n", out)).isZero();
    assertThat(out).filteredOn(line -> line.contains("SAME ")).hasSize(3);
  }
}

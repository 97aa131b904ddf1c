package payout.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Sha256;
import payout.console.ApiCaller.Answer;

/** A file that is larger than all memory of the process. */
class HttpInterfaceMemoryTest {

  private static final long BYTES = 60_000_000;

  @TempDir private Path folder;

  @Test
  void a_large_file_needs_no_memory() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-XX:MaxDirectMemorySize=24m",
                "-Dio.netty.maxDirectMemory=25165824",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapConsole.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    // Nothing else ends the wait for a line of a process that hangs.
    CompletableFuture.delayedExecutor(5, TimeUnit.MINUTES).execute(process::destroyForcibly);
    try (BufferedReader out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
      String[] ready = ready(out.lines());
      Answer answer =
          new ApiCaller(Integer.parseInt(ready[1]))
              .upload(ready[2], "large.csv", BodyPublishers.ofInputStream(() -> new Zeros(BYTES)));

      assertThat(answer.status()).as("%s", answer).isEqualTo(202);
      assertThat(answer.json().get("sha256").asText()).isEqualTo(sha256());
    } finally {
      process.destroyForcibly();
    }
  }

  private static String[] ready(Stream<String> lines) {
    return lines
        .filter(line -> line.startsWith("READY "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The console did not start."))
        .split(" ");
  }

  private static String sha256() throws Exception {
    MessageDigest digest = Sha256.newDigest();
    try (InputStream zeros = new Zeros(BYTES)) {
      byte[] block = new byte[8192];
      for (int read = zeros.read(block); read > 0; read = zeros.read(block)) {
        digest.update(block, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** So many zeros. */
  private static final class Zeros extends InputStream {

    private long left;

    Zeros(long count) {
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(bytes, from, from + count, (byte) 0);
      left -= count;
      return count;
    }
  }
}

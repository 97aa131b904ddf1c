package payout.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system of a few megabytes, mounted on a folder: a real one, that really fills up and that
 * can really be made read-only, even for root. Mounting takes the rights of root on Linux; where a
 * test has none, it is skipped.
 */
public final class SmallDisk implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  public static SmallDisk on(Path folder, String size) throws IOException {
    Files.createDirectories(folder);
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "payout-test", folder + "");
    Assumptions.assumeTrue(
        mounted, "No file system can be mounted here (as root on Linux), so none was broken.");
    return new SmallDisk(folder);
  }

  /** Leaves not a byte free. */
  public void fill() throws IOException {
    byte[] page = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler(), StandardOpenOption.CREATE)) {
      for (int i = 0; i < 1 << 20; i++) {
        out.write(page);
      }
      throw new IllegalStateException("The disk does not fill up.");
    } catch (IOException full) {
      if (!full.getMessage().contains("No space")) {
        throw full;
      }
    }
  }

  public void free() throws IOException {
    Files.delete(filler());
  }

  public void makeReadOnly() {
    remount("ro");
  }

  public void makeWritable() {
    remount("rw");
  }

  private Path filler() {
    return folder.resolve(".filler");
  }

  /** The kernel refuses as long as somebody has a file open for writing. */
  private void remount(String mode) {
    await().atMost(PATIENCE).until(() -> run("mount", "-o", "remount," + mode, folder.toString()));
  }

  @Override
  public void close() {
    run("umount", "-l", folder.toString());
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchCommand) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package payout.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A folder in memory where the system has one. A process that is ended here loses nothing that was
 * written, so a true disk would only be slower; power cuts are what real processes are killed for.
 */
public final class FastDisk implements TempDirFactory {

  private static final Path IN_MEMORY = Path.of("/dev/shm");
  private static final long SPACE_MIN_BYTES = 2L << 30;

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws Exception {
    return isUsable()
        ? Files.createTempDirectory(IN_MEMORY, "payout-")
        : Files.createTempDirectory("payout-");
  }

  /** A container often has so little of it that a few tests side by side would fill it. */
  private static boolean isUsable() throws IOException {
    return Files.isWritable(IN_MEMORY)
        && Files.getFileStore(IN_MEMORY).getUsableSpace() > SPACE_MIN_BYTES;
  }
}

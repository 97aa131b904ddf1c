package payout.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** A distribution that a test may change: jars and the archive of classes are links. */
public final class DistributionCopy {

  private DistributionCopy() {}

  /** Makes one in a folder; where it lies. */
  public static Path in(Path folder) throws IOException {
    Path copy = folder.resolve("payout");
    Path shipped = ProductProcess.DISTRIBUTION;
    try (Stream<Path> all = Files.walk(shipped)) {
      for (Path each : all.toList()) {
        Path target = copy.resolve(shipped.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else if (each.toString().matches(".*\\.(jar|jsa)")) {
          Files.createSymbolicLink(target, each);
        } else {
          Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return copy;
  }
}

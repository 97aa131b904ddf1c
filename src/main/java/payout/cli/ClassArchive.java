package payout.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import payout.config.Home;

/**
 * The classes of the product as Java keeps them in its memory, in {@code cache/} of the
 * distribution. {@code bin/payout} starts Java from it, which spares each start the reading and
 * checking of nine thousand classes. It is a shortcut and nothing else: Java passes over one that
 * was made by another Java or from other jars.
 *
 * <p>A process that pays never makes it. It is made by a demo in a process of its own, appears
 * whole (synced, then renamed), and its name carries its length, by which the start script passes
 * over one that was cut off: Java would die of it.
 */
final class ClassArchive {

  private static final long PATIENCE_MINUTES = 5;
  private static final String PREFIX = "classes-";
  private static final String SUFFIX = ".jsa";

  private final Path folder;
  private final Path making;

  private ClassArchive(Path folder) {
    this.folder = folder;
    this.making = folder.resolve("making");
  }

  /** The archive of this distribution, there or not. */
  static ClassArchive of(Home home) {
    return new ClassArchive(home.distribution().resolve("cache"));
  }

  /** Where it lies. */
  Path folder() {
    return folder;
  }

  /**
   * Makes it, which takes some seconds. Nothing happens when another process is about it.
   *
   * @return whether it is there now
   * @throws IOException when the folder cannot be written
   * @throws RefusedToStartException when the demo did not end well
   */
  boolean make() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (FileChannel turn =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock mine = turn.tryLock()) {
      if (mine == null) {
        return false;
      }
      delete(making);
      Files.createDirectory(making);
      try {
        publish(dump());
      } finally {
        delete(making);
      }
      return true;
    }
  }

  /** A demo that writes down at its end which classes it had; what else it writes goes as well. */
  private Path dump() throws IOException, InterruptedException {
    Path dumped = making.resolve("dumped" + SUFFIX);
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ArchiveClassesAtExit=" + dumped,
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + making,
                "-D" + Home.DISTRIBUTION_PROPERTY + "=" + folder.getParent(),
                "-cp",
                System.getProperty("java.class.path"),
                PayoutMain.class.getName(),
                "demo")
            .directory(making.toFile())
            .redirectErrorStream(true)
            .redirectOutput(making.resolve("demo.log").toFile())
            .start();
    boolean ended = demo.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
    demo.destroyForcibly();
    if (!ended || demo.waitFor() != 0 || !Files.isRegularFile(dumped)) {
      throw new RefusedToStartException(
          "The archive of classes could not be made in "
              + folder
              + ", for the demo that makes it did not end well. Is the disk full? Starts take about"
              + " a second longer without it.");
    }
    return dumped;
  }

  private void publish(Path dumped) throws IOException {
    try (FileChannel channel = FileChannel.open(dumped, StandardOpenOption.READ)) {
      channel.force(true);
    }
    for (Path old : archives()) {
      Files.delete(old);
    }
    Files.move(
        dumped,
        folder.resolve(PREFIX + Files.size(dumped) + SUFFIX),
        StandardCopyOption.ATOMIC_MOVE);
  }

  private List<Path> archives() throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> each = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      each.forEach(all::add);
    }
    return all;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
    }
  }
}

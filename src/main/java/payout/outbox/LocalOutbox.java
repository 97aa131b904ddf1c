package payout.outbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An outbox in a folder of this machine, which several processes may share.
 *
 * <p>A hard link gives a file its name: that is atomic and never replaces a file. The hidden name
 * then becomes a mark that the file was put. It stays until the ledger has recorded the file, so
 * that a file that a reader fetched at once is not put again when the process dies in between.
 */
public final class LocalOutbox implements Outbox {

  private static final Logger LOG = LoggerFactory.getLogger(LocalOutbox.class);

  private final Path folder;

  /** An outbox in this folder. */
  public LocalOutbox(Path folder) {
    this.folder = folder;
  }

  @Override
  public void clear(HiddenOutput claim) throws IOException {
    for (Path file : files(name -> HiddenOutput.isPart(name) && claim.supersedes(name))) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void put(HiddenOutput claim, Runnable check) throws IOException {
    Path hidden = folder.resolve(claim.part());
    Path target = folder.resolve(claim.name());
    force(hidden);
    check.run();
    if (wasPut(claim)) {
      Files.delete(hidden);
      return;
    }
    try {
      Files.createLink(target, hidden);
    } catch (FileAlreadyExistsException e) {
      countAsPut(hidden, target);
      return;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException noLinks) {
      moveUnlessThere(hidden, target);
      return;
    }
    Files.move(hidden, folder.resolve(claim.mark()));
  }

  /** Not every file system has hard links. */
  private static void moveUnlessThere(Path hidden, Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      countAsPut(hidden, target);
    } else {
      Files.move(hidden, target);
    }
  }

  /** Content once published under a name never changes. */
  private static void countAsPut(Path hidden, Path target) throws IOException {
    if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
        || Files.mismatch(hidden, target) >= 0) {
      throw new FileAlreadyExistsException(
          "A file "
              + target
              + " of other content lies there; it is not overwritten. Move it away.");
    }
    Files.delete(hidden);
  }

  private boolean wasPut(HiddenOutput claim) throws IOException {
    return claim.token() > 1
        && files(claim::supersedes).stream()
            .flatMap(file -> HiddenOutput.inOutbox(file.getFileName().toString()).stream())
            .anyMatch(
                earlier ->
                    earlier.name().equals(claim.name())
                        && Files.exists(folder.resolve(earlier.mark())));
  }

  @Override
  public void discard(HiddenOutput claim) {
    delete(folder.resolve(claim.part()));
  }

  @Override
  public void sync() throws IOException {
    force(folder);
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void forget(HiddenOutput claim) {
    delete(folder.resolve(claim.mark()));
    delete(folder.resolve(claim.done().mark()));
    if (claim.token() > 1) {
      try {
        files(claim::supersedes).forEach(LocalOutbox::delete);
      } catch (IOException e) {
        LOG.debug("What earlier claims of {} left is removed at the next start.", claim.name(), e);
      }
    }
  }

  @Override
  public void sweep(Predicate<HiddenOutput> isRecorded) throws IOException {
    files(name -> HiddenOutput.inOutbox(name).filter(isRecorded).isPresent())
        .forEach(LocalOutbox::delete);
  }

  private List<Path> files(Predicate<String> wanted) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> hidden = Files.newDirectoryStream(folder, ".*.{part,put}")) {
      for (Path file : hidden) {
        if (wanted.test(file.getFileName().toString())
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          files.add(file);
        }
      }
      return files;
    } catch (NoSuchFileException none) {
      return files;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} stays; it is removed later.", file, e);
    }
  }
}

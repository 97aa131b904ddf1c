package payout.inbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.OwnFiles;

/**
 * A local folder that is kept open. All its operations happen in exactly that folder, even if
 * somebody replaces it with a link in the meantime. No link is followed.
 *
 * <p>Where the system cannot keep a folder open, its path is used, and the target of the path is
 * checked when the folder is opened.
 */
public final class Folder implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Folder.class);

  /** Each costs a thread until the opening ends, which for a removed FIFO may be never. */
  private static final int GIVEN_UP_MAX = 200;

  private static final long LEAST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final AtomicInteger GIVEN_UP = new AtomicInteger();

  private static final LinkOption NO_LINKS = LinkOption.NOFOLLOW_LINKS;

  private final Path path;
  private final boolean operators;
  private final DirectoryStream<Path> stream;
  private final SecureDirectoryStream<Path> held;
  private volatile boolean gaveUp;

  private Folder(Path path, boolean operators) throws IOException {
    this.path = path;
    this.operators = operators;
    // For a FIFO, the dot after the slash is an error; without it, opening would wait indefinitely.
    this.stream = Files.newDirectoryStream(path.resolve("."));
    this.held = stream instanceof SecureDirectoryStream<Path> secure ? secure : null;
  }

  /** Opens a folder that the operator named; it may be a link. */
  public static Folder open(Path path) throws IOException {
    return new Folder(path, true);
  }

  /**
   * Opens a folder that must be a folder itself.
   *
   * @throws NoSuchFileException when there is nothing of that name
   * @throws NotAFolderException when it is a link or anything else
   */
  public static Folder openReal(Path path) throws IOException {
    return checked(
        path, Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Opens a folder in this one, which must be a folder itself.
   *
   * @throws NoSuchFileException when there is nothing of that name
   * @throws NotAFolderException when it is a link or anything else
   */
  public Folder sub(String name) throws IOException {
    return checked(path.resolve(name), attributes(name));
  }

  /** Opens a folder in this one, and creates it if nothing has that name. */
  public Folder made(String name) throws IOException {
    try {
      Files.createDirectory(path.resolve(name), OwnFiles.folderMode(path));
    } catch (FileAlreadyExistsException there) {
      // its kind is checked below
    }
    return sub(name);
  }

  /** The opened folder must be the one of that name, not the target of a link. */
  private static Folder checked(Path path, BasicFileAttributes named) throws IOException {
    if (!named.isDirectory()) {
      throw new NotAFolderException(path);
    }
    Folder folder = new Folder(path, false);
    if (folder.held != null && !folder.key().equals(named.fileKey())) {
      folder.close();
      throw new NotAFolderException(path);
    }
    return folder;
  }

  private Object key() throws IOException {
    return held.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
  }

  /** Whether the operator named its path, so that nobody else can put a link into it. */
  boolean isOperators() {
    return operators;
  }

  /** Where it was when it was opened. */
  public Path path() {
    return path;
  }

  /** The names in it, once. */
  Iterator<Path> entries() {
    return stream.iterator();
  }

  /**
   * Hands the names of the regular files in it to a reader, without holding them in memory.
   *
   * @param reader whether it wants more
   */
  public void eachFile(Predicate<String> reader) throws IOException {
    try {
      for (Iterator<Path> entries = entries(); entries.hasNext(); ) {
        String name = entries.next().getFileName().toString();
        if (regular(name).isPresent() && !reader.test(name)) {
          return;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Hands every name in it to a reader, without holding them in memory. */
  public void eachName(Consumer<String> reader) throws IOException {
    try {
      entries().forEachRemaining(entry -> reader.accept(entry.getFileName().toString()));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** What has this name; empty for nothing. */
  public Optional<FileStamp> stamp(String name) throws IOException {
    try {
      return Optional.of(FileStamp.of(attributes(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What has this name, if it is a regular file. */
  public Optional<FileStamp> regular(String name) throws IOException {
    return stamp(name).filter(FileStamp::isRegular);
  }

  /**
   * How many hard links the file of this name has. Another link can be in a folder that writers of
   * this one may not read.
   *
   * @return 1 where the system does not report it or the file is gone
   */
  public int names(String name) throws IOException {
    try {
      return (Integer) Files.getAttribute(path.resolve(name), "unix:nlink", NO_LINKS);
    } catch (NoSuchFileException | UnsupportedOperationException | IllegalArgumentException e) {
      return 1;
    }
  }

  private BasicFileAttributes attributes(String name) throws IOException {
    if (held == null) {
      return Files.readAttributes(path.resolve(name), BasicFileAttributes.class, NO_LINKS);
    }
    return held.getFileAttributeView(Path.of(name), BasicFileAttributeView.class, NO_LINKS)
        .readAttributes();
  }

  /**
   * Opens a file for reading, on a separate thread, because opening a FIFO can wait indefinitely.
   *
   * @throws GaveUpException when it takes longer than a time in nanoseconds; this folder cannot be
   *     used any more then
   */
  FileChannel read(String name, long giveUpNs) throws IOException {
    Opening opening = new Opening(name);
    Thread thread = new Thread(opening, "payout-open-file");
    thread.setDaemon(true);
    thread.start();
    return opening.await(giveUpNs);
  }

  private FileChannel open(String name) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, NO_LINKS);
    return held == null
        ? FileChannel.open(path.resolve(name), options)
        : (FileChannel) held.newByteChannel(Path.of(name), options);
  }

  /** Renames a file; the caller made sure that nothing has the new name. */
  void rename(String name, Folder to, String newName) throws IOException {
    if (held == null || to.held == null) {
      Files.move(path.resolve(name), to.path.resolve(newName));
    } else {
      held.move(Path.of(name), to.held, Path.of(newName));
    }
  }

  /** Gives a file a second name, never one that is in use. */
  void link(String name, String second) throws IOException {
    Files.createLink(path.resolve(second), path.resolve(name));
  }

  /** Renames a file, unless the new name is in use; that is checked just before. */
  void moveUnlessThere(String name, Folder to, String newName) throws IOException {
    if (to.stamp(newName).isPresent()) {
      throw new FileAlreadyExistsException(to.path.resolve(newName).toString());
    }
    rename(name, to, newName);
  }

  /** Deletes a file, if it is there. */
  public void delete(String name) throws IOException {
    try {
      if (held == null) {
        Files.deleteIfExists(path.resolve(name));
      } else {
        held.deleteFile(Path.of(name));
      }
    } catch (NoSuchFileException gone) {
      // as wanted
    }
  }

  /** While a file is being opened in it, only the thread that does so can close it. */
  @Override
  public void close() throws IOException {
    if (!gaveUp) {
      stream.close();
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /** The opening of one file. */
  private final class Opening implements Runnable {

    private final String name;
    private FileChannel channel;
    private IOException failure;
    private boolean done;

    private Opening(String name) {
      this.name = name;
    }

    @Override
    public void run() {
      FileChannel opened = null;
      IOException failed = null;
      try {
        opened = open(name);
      } catch (IOException e) {
        failed = e;
      } catch (RuntimeException e) {
        failed = new IOException(e);
      }
      try {
        finish(opened, failed);
      } catch (IOException e) {
        LOG.debug("A file whose opening was given up could not be closed.", e);
      }
    }

    private synchronized void finish(FileChannel opened, IOException failed) throws IOException {
      done = true;
      channel = opened;
      failure = failed;
      notifyAll();
      if (gaveUp) {
        GIVEN_UP.decrementAndGet();
        if (opened != null) {
          opened.close();
        }
        stream.close();
      }
    }

    private synchronized FileChannel await(long giveUpNs) throws IOException {
      long end = System.nanoTime() + giveUpNs;
      try {
        while (!done && (end - System.nanoTime() > 0 || GIVEN_UP.get() >= GIVEN_UP_MAX)) {
          TimeUnit.NANOSECONDS.timedWait(this, Math.max(end - System.nanoTime(), LEAST_WAIT_NS));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!done) {
        GIVEN_UP.incrementAndGet();
        gaveUp = true;
        throw new GaveUpException(path.resolve(name));
      }
      if (failure != null) {
        throw failure;
      }
      return channel;
    }
  }

  /** A file could not be opened in time. */
  static final class GaveUpException extends IOException {

    private static final long serialVersionUID = 1L;

    private GaveUpException(Path path) {
      super(
          "Opening "
              + path
              + " takes too long and is given up for now: its folder does not answer, or somebody"
              + " put a FIFO in its place. Find out who.");
    }
  }
}

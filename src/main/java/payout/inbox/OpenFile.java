package payout.inbox;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A regular file that was opened once. Everything about it is read from the open file, whichever
 * file has its name in the meantime.
 *
 * <p>While it is open, no other file can have its key.
 */
public final class OpenFile implements Closeable {

  /** A network folder may be slow to answer. */
  private static final long GIVE_UP_NS = TimeUnit.MINUTES.toNanos(1);

  private final Path path;
  private final FileChannel channel;
  private final FileStamp stamp;
  private final Object changed;
  private final ReadWatch watch;
  private volatile Runnable progress = () -> {};

  private OpenFile(
      Path path, FileChannel channel, FileStamp stamp, Object changed, ReadWatch watch) {
    this.path = path;
    this.channel = channel;
    this.stamp = stamp;
    this.changed = changed;
    this.watch = watch;
  }

  /**
   * Opens a file of a folder.
   *
   * @throws FileChangedException when it is not a regular file, or was replaced just now
   * @throws NoSuchFileException when there is nothing of that name
   */
  public static OpenFile open(Folder folder, String name, ReadWatch watch) throws IOException {
    Path path = folder.path().resolve(name);
    Optional<FileStamp> before = folder.regular(name);
    if (before.isEmpty()) {
      throw new FileChangedException(name);
    }
    Object changed = changed(path);
    FileChannel channel = channel(folder, name, path, watch);
    OpenFile file = new OpenFile(path, channel, before.get(), changed, watch);
    try {
      // A link or another file in its place shows by key, size or time.
      if (!folder.stamp(name).equals(before)) {
        throw new FileChangedException(name);
      }
      file.requireUnchanged();
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Opens a file by its path; no link is followed in its last part. */
  public static OpenFile open(Path path, ReadWatch watch) throws IOException {
    Path whole = path.toAbsolutePath();
    try (Folder folder = Folder.open(whole.getParent())) {
      return open(folder, whole.getFileName().toString(), watch);
    }
  }

  private static FileChannel channel(Folder folder, String name, Path path, ReadWatch watch)
      throws IOException {
    try (ReadWatch.Step step = watch.begin(path, true)) {
      return folder.read(name, GIVE_UP_NS);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (isOfOtherKind(e) || folder.regular(name).isEmpty()) {
        throw new FileChangedException(name, e);
      }
      throw e;
    }
  }

  /** A link or a socket had its name for a moment. */
  private static boolean isOfOtherKind(FileSystemException e) {
    return e.getMessage().contains("NOFOLLOW_LINKS") || e.getMessage().contains("No such device");
  }

  /**
   * The time of the last change of anything about it, which users cannot set; null where the system
   * has none.
   */
  private static Object changed(Path path) throws IOException {
    try {
      return Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Its bytes from the first on; several may be read at once. */
  public InputStream stream() {
    return new Bytes();
  }

  /** Runs this after each read, on the thread that reads, and at other progress with the file. */
  public void onProgress(Runnable told) {
    progress = told;
  }

  /** What is made of the file progresses, though nothing of it may be read any more. */
  public void progressed() {
    progress.run();
  }

  /** What it was when it was opened. */
  public FileStamp stamp() {
    return stamp;
  }

  /** Where it was when it was opened. */
  public Path path() {
    return path;
  }

  /**
   * Compares it with what has its name now.
   *
   * @throws FileChangedException when that is another file, or size or times differ
   */
  void requireUnchanged() {
    String name = path.getFileName().toString();
    try (Folder folder = Folder.open(path.getParent())) {
      if (!folder.stamp(name).equals(Optional.of(stamp))
          || !Objects.equals(changed(path), changed)
          || channel.size() != stamp.size()) {
        throw new FileChangedException(name);
      }
    } catch (IOException e) {
      throw new FileChangedException(name, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Reads at its own position. */
  private final class Bytes extends InputStream {

    private long position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      try (ReadWatch.Step step = watch.begin(path, false)) {
        int read = channel.read(ByteBuffer.wrap(buffer, from, length), position);
        position += Math.max(read, 0);
        requireWithinSize();
        progressed();
        return read;
      }
    }

    /** Ends, so that a file that keeps growing is not read indefinitely. */
    private void requireWithinSize() {
      if (position > stamp.size()) {
        throw new FileChangedException(path.getFileName().toString());
      }
    }
  }
}

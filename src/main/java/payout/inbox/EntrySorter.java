package payout.inbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Sorts the entries of a file for an index in constant memory, regardless of their number.
 *
 * <p>An index is filled ten times faster in its own order. Up to {@code runLength} entries are
 * sorted in memory; more are sorted in runs, each in a scratch file, and merged at the end. A
 * scratch file is deleted as soon as it is open, so nothing of it is left however the process ends.
 */
final class EntrySorter implements AutoCloseable {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path scratch;
  private final long[] run;
  private final List<FileChannel> spilled = new ArrayList<>();
  private int size;
  private int sorted;

  /**
   * A sorter without entries.
   *
   * @param scratch a folder for runs
   * @param runLength how many entries are held in memory, 8 bytes each
   */
  EntrySorter(Path scratch, int runLength) {
    this.scratch = scratch;
    this.run = new long[runLength];
  }

  void add(long entry) {
    if (size == run.length) {
      spill();
    }
    run[size++] = entry;
  }

  /** All entries in order if there are at most so many; otherwise none. */
  long[] few(int max) {
    if (!spilled.isEmpty() || size > max) {
      return new long[0];
    }
    sort();
    return Arrays.copyOf(run, size);
  }

  /** Passes on all entries in order, in slices; can be repeated until another entry is added. */
  void slices(int sliceLength, Consumer<long[]> sink) {
    sort();
    if (spilled.isEmpty()) {
      for (int from = 0; from < size; from += sliceLength) {
        sink.accept(Arrays.copyOfRange(run, from, Math.min(size, from + sliceLength)));
      }
    } else {
      merged(sliceLength, sink);
    }
  }

  private void merged(int sliceLength, Consumer<long[]> sink) {
    try {
      Merge merge = new Merge();
      long[] slice = new long[sliceLength];
      int filled = 0;
      while (merge.hasNext()) {
        slice[filled++] = merge.next();
        if (filled == sliceLength) {
          sink.accept(slice.clone());
          filled = 0;
        }
      }
      if (filled > 0) {
        sink.accept(Arrays.copyOf(slice, filled));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sorts what is in memory. Done before it is asked for, it is not done again. */
  void sort() {
    if (sorted < size) {
      Arrays.parallelSort(run, 0, size);
      sorted = size;
    }
  }

  private void spill() {
    sort();
    try {
      Files.createDirectories(scratch);
      FileChannel file = openNameless();
      spilled.add(file);
      DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES));
      for (int i = 0; i < size; i++) {
        out.writeLong(run[i]);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    size = 0;
    sorted = 0;
  }

  private FileChannel openNameless() throws IOException {
    Path file = Files.createTempFile(scratch, "entries-", ".run");
    try {
      return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } finally {
      Files.delete(file);
    }
  }

  @Override
  public void close() {
    for (FileChannel file : spilled) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    spilled.clear();
  }

  /** All runs as one sorted stream. */
  private final class Merge {

    private final PriorityQueue<Source> sources = new PriorityQueue<>();

    Merge() throws IOException {
      for (FileChannel file : spilled) {
        offer(new Source(fromTheStart(file)));
      }
      offer(new Source(null));
    }

    boolean hasNext() {
      return !sources.isEmpty();
    }

    long next() throws IOException {
      Source source = sources.poll();
      long entry = source.head;
      offer(source);
      return entry;
    }

    private void offer(Source source) throws IOException {
      if (source.advance()) {
        sources.add(source);
      }
    }

    private static DataInputStream fromTheStart(FileChannel file) throws IOException {
      InputStream in = Channels.newInputStream(file.position(0));
      return new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
    }
  }

  /** One run: a scratch file, or the entries in memory. */
  private final class Source implements Comparable<Source> {

    private final DataInputStream file;
    private int at;
    private long head;

    Source(DataInputStream file) {
      this.file = file;
    }

    boolean advance() throws IOException {
      if (file == null) {
        if (at == size) {
          return false;
        }
        head = run[at++];
        return true;
      }
      try {
        head = file.readLong();
        return true;
      } catch (EOFException e) {
        return false;
      }
    }

    @Override
    public int compareTo(Source other) {
      return Long.compare(head, other.head);
    }
  }
}

package payout.sheet;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import payout.sheet.WorkbookFault.Kind;

/**
 * What is too much for memory: written once from its start to its end, then read. The file is
 * deleted as soon as it is open, so nothing of it is left however the process ends.
 *
 * <p>It has a limit of its own: a few kilobytes of a workbook may name one long text a million
 * times, and each time it is written again.
 */
final class ScratchFile implements Closeable {

  /** Far above the rows of the largest sheet of payments. */
  static final long BYTES_MAX = 1L << 30;

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int BLOCK_BYTES = 8 * 1024;
  private static final int BLOCKS_MAX = 128;

  private final FileChannel channel;
  private final long bytesMax;

  /** The blocks that were read last, the oldest first. */
  private final Map<Long, byte[]> blocks = new LinkedHashMap<>();

  ScratchFile(Path folder) throws IOException {
    this(folder, BYTES_MAX);
  }

  /** With another limit. */
  ScratchFile(Path folder, long bytesMax) throws IOException {
    this.bytesMax = bytesMax;
    Path file = Files.createTempFile(Files.createDirectories(folder), "sheet-", ".tmp");
    channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Files.delete(file);
  }

  /**
   * Writes from the start on; nothing is to be read before it is flushed.
   *
   * @return a stream that fails with {@link UnusableWorkbookException} beyond {@link #BYTES_MAX}
   */
  OutputStream out() {
    return new BufferedOutputStream(
        new Limited(Channels.newOutputStream(channel), bytesMax), BUFFER_BYTES);
  }

  /** How many bytes it has. */
  long size() throws IOException {
    return channel.size();
  }

  /** Reads from the start to the end; several may read at once. */
  InputStream in() {
    return new InputStream() {
      private long position;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        int read = channel.read(ByteBuffer.wrap(buffer, from, length), position);
        position += Math.max(0, read);
        return read;
      }
    };
  }

  /** Fills an array from a place on; neighbouring places are fast. Not thread-safe. */
  void read(long place, byte[] into) throws IOException {
    int filled = 0;
    while (filled < into.length) {
      long at = place + filled;
      byte[] block = block(at / BLOCK_BYTES);
      int from = (int) (at % BLOCK_BYTES);
      int count = Math.min(into.length - filled, block.length - from);
      if (count <= 0) {
        throw new EOFException();
      }
      System.arraycopy(block, from, into, filled, count);
      filled += count;
    }
  }

  private byte[] block(long number) throws IOException {
    byte[] block = blocks.remove(number);
    if (block == null) {
      ByteBuffer read = ByteBuffer.allocate(BLOCK_BYTES);
      long start = number * BLOCK_BYTES;
      while (read.hasRemaining() && channel.read(read, start + read.position()) > 0) {
        // until the block is full or the file ends
      }
      block = java.util.Arrays.copyOf(read.array(), read.position());
      if (blocks.size() == BLOCKS_MAX) {
        blocks.remove(blocks.keySet().iterator().next());
      }
    }
    blocks.put(number, block);
    return block;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Passes on so many bytes and no more. */
  private static final class Limited extends FilterOutputStream {

    private final long bytesMax;
    private long written;

    private Limited(OutputStream out, long bytesMax) {
      super(out);
      this.bytesMax = bytesMax;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      written += length;
      if (written > bytesMax) {
        throw new UnusableWorkbookException(Kind.TOO_BIG, "texts", bytesMax >> 20);
      }
      out.write(bytes, from, length);
    }
  }
}

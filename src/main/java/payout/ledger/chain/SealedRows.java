package payout.ledger.chain;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a seal as one compact value: a version, then for each row its table, its id and pack
 * as differences to those of the row before, and its hash. The value is hashed as it is stored.
 */
public final class SealedRows {

  private static final int VERSION = 1;
  private static final int HASH_BYTES = 32;
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;
  private static final int BITS = 7;

  private SealedRows() {}

  /** The value of these rows, in this order. */
  public static byte[] encode(List<SealedRow> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      long id = 0;
      long pack = 0;
      for (SealedRow row : rows) {
        out.writeByte(row.trail().ordinal());
        write(out, row.id() - id);
        write(out, row.pack() - pack);
        out.write(row.hash());
        id = row.id();
        pack = row.pack();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The reverse.
   *
   * @throws IllegalArgumentException when it is damaged, or of a newer program
   */
  public static List<SealedRow> decode(byte[] value) {
    List<SealedRow> rows = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
      if (in.readUnsignedByte() != VERSION) {
        throw new IllegalArgumentException("a newer program wrote it");
      }
      long id = 0;
      long pack = 0;
      while (in.available() > 0) {
        int trail = in.readUnsignedByte();
        id += read(in);
        pack += read(in);
        byte[] hash = in.readNBytes(HASH_BYTES);
        if (trail >= Trail.values().length || hash.length < HASH_BYTES) {
          throw new IllegalArgumentException("it is damaged");
        }
        rows.add(new SealedRow(Trail.values()[trail], id, pack, hash));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("it is damaged", e);
    }
    return rows;
  }

  /** Small numbers of either sign take one byte. */
  private static void write(DataOutputStream out, long number) throws IOException {
    long left = (number << 1) ^ (number >> (Long.SIZE - 1));
    while ((left & ~SEVEN_BITS) != 0) {
      out.writeByte((int) (left & SEVEN_BITS) | MORE);
      left >>>= BITS;
    }
    out.writeByte((int) left);
  }

  private static long read(DataInputStream in) throws IOException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += BITS) {
      int next = in.readUnsignedByte();
      number |= (long) (next & SEVEN_BITS) << shift;
      if ((next & MORE) == 0) {
        return (number >>> 1) ^ -(number & 1);
      }
    }
    throw new IOException("a number in it is too long");
  }
}

package payout.sheet;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import payout.sheet.Cell.Bend;

/** Rows on disk, written once and then read as often as they are needed. */
final class RowSpool implements Closeable {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long END = 0;
  private static final Bend[] BENDS = Bend.values();

  private final ScratchFile file;
  private final DataOutputStream out;
  private boolean isFinished;

  RowSpool(Path scratch) throws IOException {
    file = new ScratchFile(scratch);
    out = new DataOutputStream(file.out());
  }

  void add(SheetRow row) throws IOException {
    out.writeLong(row.number());
    out.writeShort(row.cells().size());
    for (Cell cell : row.cells()) {
      byte[] text = cell.text().getBytes(StandardCharsets.UTF_16BE);
      out.writeShort(cell.column());
      out.writeByte(cell.bend().ordinal());
      out.writeInt(text.length);
      out.write(text);
    }
  }

  void finish() throws IOException {
    out.writeLong(END);
    out.flush();
    isFinished = true;
  }

  /** How many bytes it has on disk. */
  long size() throws IOException {
    return file.size();
  }

  /** Its rows from the first on; none when it was not finished. */
  Iterator<SheetRow> read() {
    if (!isFinished) {
      return Collections.emptyIterator();
    }
    return new Rows(new DataInputStream(new BufferedInputStream(file.in(), BUFFER_BYTES)));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static final class Rows implements Iterator<SheetRow> {

    private final DataInputStream in;
    private long next;

    private Rows(DataInputStream in) {
      this.in = in;
      readNumber();
    }

    @Override
    public boolean hasNext() {
      return next != END;
    }

    @Override
    public SheetRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      try {
        SheetRow row = new SheetRow(next, cells());
        readNumber();
        return row;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private List<Cell> cells() throws IOException {
      int count = in.readUnsignedShort();
      List<Cell> cells = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int column = in.readUnsignedShort();
        Bend bend = BENDS[in.readUnsignedByte()];
        byte[] text = in.readNBytes(in.readInt());
        cells.add(new Cell(column, new String(text, StandardCharsets.UTF_16BE), bend));
      }
      return cells;
    }

    private void readNumber() {
      try {
        next = in.readLong();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

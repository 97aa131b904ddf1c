package payout.sheet;

import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import payout.sheet.WorkbookFault.Kind;

/**
 * The texts that cells share: nearly every program writes all texts of a workbook there, so a sheet
 * of a million rows has millions. They are kept on disk.
 */
final class SharedStrings implements Closeable {

  private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");

  /** What cells take counts like unpacked bytes: a short cell may name a long text. */
  private static final long TAKEN_MAX = ZipParts.UNPACKED_MAX;

  private final ScratchFile texts;
  private final ScratchFile places;
  private long count;
  private long taken;

  private SharedStrings(Path scratch) throws IOException {
    texts = new ScratchFile(scratch);
    try {
      places = new ScratchFile(scratch);
    } catch (IOException e) {
      texts.close();
      throw e;
    }
  }

  /** None. */
  static SharedStrings none(Path scratch) throws IOException {
    return new SharedStrings(scratch);
  }

  /** Those of a part; the caller closes it. */
  static SharedStrings read(Xml xml, Path scratch) throws IOException {
    SharedStrings strings = new SharedStrings(scratch);
    try {
      strings.readAll(xml);
      return strings;
    } catch (IOException | RuntimeException e) {
      strings.close();
      throw e;
    }
  }

  private void readAll(Xml xml) throws IOException {
    DataOutputStream text = new DataOutputStream(texts.out());
    DataOutputStream place = new DataOutputStream(places.out());
    long end = 0;
    for (String child = xml.child(1); child != null; child = xml.child(1)) {
      if (child.equals("si")) {
        byte[] bytes = CellText.runs(xml).getBytes(StandardCharsets.UTF_8);
        text.write(bytes);
        place.writeLong(end);
        end += bytes.length;
        count++;
      }
    }
    place.writeLong(end);
    text.flush();
    place.flush();
  }

  /** The text of this number, from 0. */
  String get(String index) throws IOException {
    Place place = place(index);
    taken += place.length;
    if (taken > TAKEN_MAX) {
      throw new UnusableWorkbookException(Kind.TOO_BIG, "texts", TAKEN_MAX >> 20);
    }
    byte[] text = new byte[place.length];
    texts.read(place.start, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Whether the text of this number is empty; it is not read. */
  boolean isEmpty(String index) throws IOException {
    return place(index).length == 0;
  }

  private Place place(String index) throws IOException {
    if (!INDEX.matcher(index).matches() || Long.parseLong(index) >= count) {
      throw UnusableWorkbookException.broken("structure");
    }
    byte[] bounds = new byte[2 * Long.BYTES];
    places.read(Long.parseLong(index) * Long.BYTES, bounds);
    long start = ByteBuffer.wrap(bounds).getLong();
    long end = ByteBuffer.wrap(bounds).getLong(Long.BYTES);
    return new Place(start, (int) (end - start));
  }

  /** Where a text is in the file of texts. */
  private record Place(long start, int length) {}

  @Override
  public void close() throws IOException {
    try (texts;
        places) {
      // both
    }
  }
}

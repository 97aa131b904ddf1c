package payout.batch;

import java.nio.charset.StandardCharsets;

/** What the outgoing names keep of a file's name. */
public final class FileNames {

  /**
   * The most bytes of a stem. A name may have 255; the longest that is put around a stem, with a
   * batch number, has less than 80. A name that intake takes is never longer than this.
   */
  public static final int STEM_BYTES_MAX = 150;

  private FileNames() {}

  /**
   * The name of an input without its last suffix, cut between two characters to {@link
   * #STEM_BYTES_MAX} bytes: a file that is refused for its long name is acknowledged as well.
   */
  public static String stemOf(String file) {
    int point = file.lastIndexOf('.');
    return cut(point > 0 ? file.substring(0, point) : file, STEM_BYTES_MAX);
  }

  /** As much of a text, from its start, as fits into so many bytes of UTF-8. */
  public static String cut(String text, int bytesMax) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      String letter = Character.toString(text.codePointAt(end));
      bytes += letter.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > bytesMax) {
        return text.substring(0, end);
      }
      end += letter.length();
    }
    return text;
  }
}

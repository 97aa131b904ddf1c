package payout.batch;

import java.nio.charset.StandardCharsets;

/** The part of an input file's name that the output files keep. */
public final class FileNames {

  /**
   * The most bytes of a stem. A name may have 255; what the longest output name adds, with a batch
   * number, has less than 80. Intake accepts no longer name than this.
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
      String character = Character.toString(text.codePointAt(end));
      bytes += character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > bytesMax) {
        return text.substring(0, end);
      }
      end += character.length();
    }
    return text;
  }
}

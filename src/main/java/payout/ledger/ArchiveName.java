package payout.ledger;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import payout.batch.ChinaClock;
import payout.batch.FileNames;

/** The name under which a decided file is kept next to its inbox. */
public final class ArchiveName {

  private static final int NAME_BYTES_MAX = 230;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS", Locale.ROOT).withZone(ChinaClock.CHINA);

  private ArchiveName() {}

  /** The folder, a slash, the time in China, a dash and the name; a very long name is cut. */
  public static String of(String folder, String name, Instant at) {
    return folder + "/" + STAMP.format(at) + "-" + FileNames.cut(name, NAME_BYTES_MAX);
  }

  /** The same file in another folder of the archive. */
  static String in(String folder, String archiveName) {
    return folder + archiveName.substring(archiveName.indexOf('/'));
  }
}

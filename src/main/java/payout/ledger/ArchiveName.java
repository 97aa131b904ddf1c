package payout.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import payout.batch.ChinaClock;
import payout.batch.FileNames;

/** The name under which a decided file is kept next to its inbox. */
public final class ArchiveName {

  private static final int NAME_BYTES_MAX = 230;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS", Locale.ROOT).withZone(ChinaClock.CHINA);

  private static final Pattern MADE = Pattern.compile("[0-9]{17}-.+", Pattern.DOTALL);

  private ArchiveName() {}

  /** The folder, a slash, the time in China, a dash and the name; a very long name is cut. */
  public static String of(String folder, String name, Instant at) {
    return folder + "/" + STAMP.format(at) + "-" + FileNames.cut(name, NAME_BYTES_MAX);
  }

  /**
   * When the file of a name in the archive was decided about, milliseconds since 1970; empty for a
   * name that this class did not make.
   */
  public static OptionalLong timeOf(String name) {
    if (!MADE.matcher(name).matches()) {
      return OptionalLong.empty();
    }
    try {
      String stamp = name.substring(0, name.indexOf('-'));
      return OptionalLong.of(Instant.from(STAMP.parse(stamp)).toEpochMilli());
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  /** The day in China of that time; empty for a name that this class did not make. */
  public static Optional<LocalDate> dayOf(String name) {
    return timeOf(name).stream()
        .mapToObj(at -> LocalDate.ofInstant(Instant.ofEpochMilli(at), ChinaClock.CHINA))
        .findFirst();
  }

  /**
   * The name that a file had in its inbox, cut if it was very long; of a name that this class made.
   */
  public static String nameIn(String name) {
    return name.substring(name.indexOf('-') + 1);
  }

  /** The same file in another folder of the archive. */
  static String in(String folder, String archiveName) {
    return folder + archiveName.substring(archiveName.indexOf('/'));
  }
}

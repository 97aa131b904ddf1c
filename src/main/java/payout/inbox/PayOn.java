package payout.inbox;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import payout.batch.Fault;
import payout.batch.PayDay;

/**
 * The day of China on which a file is to be paid: in a row {@code #pay-on,2026-12-01} of the plain
 * layout, or as {@code @2026-12-01} directly before the last suffix of the name. So the name of a
 * retry file, which has more before its suffix, never carries the day of its file.
 *
 * <p>What only resembles a day, anywhere in the name, is refused: a file that was to wait must not
 * be paid at once.
 */
final class PayOn {

  private static final Pattern END_OF_NAME = Pattern.compile("@([0-9]{4}-[0-9]{2}-[0-9]{2})$");

  /**
   * What somebody may have meant as a day: two numbers with a sign between them, or eight digits.
   * So an address such as clerk@163.com is none.
   */
  private static final Pattern LIKE_A_DAY =
      Pattern.compile("@ *([0-9]+[^0-9A-Za-z@]{1,3}[0-9]+.{0,8}|[0-9]{8}(?![0-9]))");

  /** The end of a name that we gave: the day in it was that of the file before. */
  private static final Pattern RETRY = Pattern.compile("\\.[0-9a-f]{8}(-[0-9]+)?\\.retry$");

  private final Faults faults;
  private final FaultMessages words;
  private boolean isStated;
  private long row = Fault.WHOLE_FILE;
  private LocalDate day;

  /** Knows no day yet; what is wrong with one becomes a fault. */
  PayOn(Faults faults, FaultMessages words) {
    this.faults = faults;
    this.words = words;
  }

  /** Reads a row that states the day. */
  void add(Row stated) {
    isStated = true;
    Optional<LocalDate> read =
        stated.fields().size() >= 2 && stated.width() <= 2
            ? PayDay.parse(stated.fields().get(1))
            : Optional.empty();
    if (read.isEmpty()) {
      faults.add(words.another(stated.number(), "", RejectCode.DATE_INVALID, "pay-on"));
    } else {
      add(read.get(), stated.number());
    }
  }

  /** Whether a row stated the day, readable or not. */
  boolean isStated() {
    return isStated;
  }

  /**
   * The day on which the file is to be paid, after its last row.
   *
   * @param stem the name of the file without its last suffix
   * @param today the day in China
   * @param isLost whether the ledger lost a file of this name; asked only where the day is over
   * @return null when the file names none, or none that it can be paid on
   */
  LocalDate decide(String stem, LocalDate today, BooleanSupplier isLost) {
    addOfName(stem);
    if (day == null) {
      return null;
    }
    if (day.isBefore(today)) {
      faults.add(past(today, isLost.getAsBoolean()));
    } else if (day.isAfter(today.plusDays(PayDay.DAYS_AHEAD_MAX))) {
      faults.add(words.fault(row, "", RejectCode.PAY_ON_TOO_FAR, day, PayDay.DAYS_AHEAD_MAX));
    }
    return day;
  }

  /** One that the ledger lost may have been paid; with another day it would be paid again. */
  private Fault past(LocalDate today, boolean isLost) {
    return isLost
        ? words.another(row, "", RejectCode.PAY_ON_PAST, "lost", day, today)
        : words.fault(row, "", RejectCode.PAY_ON_PAST, day, today);
  }

  private void addOfName(String stem) {
    Matcher end = END_OF_NAME.matcher(stem);
    String before = stem;
    if (end.find()) {
      before = stem.substring(0, end.start());
      PayDay.parse(end.group(1))
          .ifPresentOrElse(
              read -> add(read, Fault.WHOLE_FILE), () -> addInvalid(stem.substring(end.start())));
    }
    Matcher like = LIKE_A_DAY.matcher(Normalizer.normalize(before, Normalizer.Form.NFKC));
    if (like.find() && !RETRY.matcher(before).find()) {
      addInvalid(like.group());
    }
  }

  private void addInvalid(String day) {
    faults.add(words.another(Fault.WHOLE_FILE, "", RejectCode.DATE_INVALID, "name", day));
  }

  private void add(LocalDate read, long at) {
    if (day == null) {
      day = read;
      row = at;
    } else if (!day.equals(read)) {
      long where = at == Fault.WHOLE_FILE ? row : at;
      faults.add(words.fault(where, "", RejectCode.PAY_ON_DIFFERS, day, read));
    }
  }
}

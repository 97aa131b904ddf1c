package payout.inbox;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import payout.batch.BatchNo;
import payout.batch.Characters;
import payout.batch.Fault;
import payout.batch.Money;
import payout.batch.Payer;

/**
 * The values that the older template states about itself: batch number, date, payer, payer's name,
 * sum, count, in the order of the document's header (section 4.2).
 *
 * <p>Payer, sum and count must match. The date must be valid and is not used otherwise: a batch
 * carries the day on which it is sent.
 *
 * @param row their row; 0 when nothing is stated
 * @param batchNo the batch number, if the gateway would accept it; otherwise empty
 * @param batchNoColumn the column of the batch number
 * @param total count and sum; null when nothing is stated that can be read
 */
record StatedValues(long row, String batchNo, String batchNoColumn, Total total) {

  /** For a layout that states nothing. */
  static final StatedValues NONE = new StatedValues(0, "", "", null);

  private static final int BATCH_NO = 0;

  /** The place of the date. */
  static final int DATE = 1;

  private static final int PAYER = 2;
  private static final int PAYER_NAME = 3;
  private static final int AMOUNT = 4;
  private static final int LINES = 5;

  /** As in the template, and as a spreadsheet changes it when it recognizes a date. */
  private static final Pattern DAY =
      Pattern.compile("([0-9]{4})([-/.年]?)([0-9]{1,2})(?:[-/.月]?)([0-9]{1,2})日?");

  /** Reads the values and reports their faults. */
  static StatedValues read(
      Row row, Layout layout, IntakeRules rules, FaultMessages words, Consumer<Fault> faults) {
    return new Reading(row, layout, words, faults).read(rules);
  }

  private static boolean isDay(String text) {
    Matcher day = DAY.matcher(text);
    if (!day.matches() || day.group(2).isEmpty() && text.length() != 8) {
      return false;
    }
    try {
      LocalDate.of(number(day, 1), number(day, 3), number(day, 4));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  /** The row and where its faults go. */
  private record Reading(Row row, Layout layout, FaultMessages words, Consumer<Fault> faults) {

    StatedValues read(IntakeRules rules) {
      if (row.width() > layout.stated().size()) {
        faults.accept(words.another(row.number(), "", RejectCode.BROKEN_ROW, "behind"));
      }
      String batchNo = row.field(BATCH_NO);
      if (rules.line().refuseFormulas() && Characters.startLikeFormula(batchNo)) {
        add(BATCH_NO, RejectCode.FORMULA);
      }
      if (Characters.areShortenedNumber(batchNo)) {
        add(BATCH_NO, RejectCode.NUMBER_SHORTENED);
      }
      hidden();
      if (!isDay(row.field(DATE))) {
        add(DATE, RejectCode.DATE_INVALID);
      }
      payer(rules.payer());
      return new StatedValues(
          row.number(),
          BatchNo.isValid(batchNo) ? batchNo : "",
          layout.stated().get(BATCH_NO),
          total());
    }

    private void hidden() {
      for (int i = 0; i < layout.stated().size(); i++) {
        int character =
            row.field(i).codePoints().filter(Characters::hidesText).findFirst().orElse(0);
        if (character > 0) {
          String column = layout.stated().get(i);
          RejectCode code = RejectCode.HIDDEN_CHARACTER;
          faults.accept(words.fault(row.number(), column, code, Characters.name(character)));
        }
      }
    }

    /** A check can run without settings, and then there is no payer to compare with. */
    private void payer(Payer payer) {
      String stated = row.field(PAYER);
      boolean alias = !payer.buyerAccountName().isEmpty();
      if (!payer.email().isEmpty()
          && !stated.equals(payer.email())
          && !(alias && stated.equals(payer.buyerAccountName()))) {
        add(PAYER, RejectCode.PAYER_DIFFERS);
      }
      if (!payer.accountName().isEmpty() && !row.field(PAYER_NAME).equals(payer.accountName())) {
        add(PAYER_NAME, RejectCode.PAYER_DIFFERS);
      }
    }

    private Total total() {
      boolean amount = Money.isPlain(row.field(AMOUNT));
      boolean lines = row.field(LINES).matches("[0-9]{1,9}");
      if (!amount) {
        unreadable(AMOUNT, "amount");
      }
      if (!lines) {
        unreadable(LINES, "lines");
      }
      return amount && lines
          ? new Total(
              row.number(),
              Long.parseLong(row.field(LINES)),
              layout.stated().get(LINES),
              Money.parse(row.field(AMOUNT)),
              layout.stated().get(AMOUNT))
          : null;
    }

    private void unreadable(int column, String sentence) {
      faults.accept(
          words.another(
              row.number(), layout.stated().get(column), RejectCode.TOTAL_UNREADABLE, sentence));
    }

    private void add(int column, RejectCode code) {
      faults.accept(words.fault(row.number(), layout.stated().get(column), code));
    }
  }
}

package payout.inbox;

import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import payout.batch.Fault;
import payout.batch.FieldLimits;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.batch.RequestCharset;

/**
 * What a line must be, so that the gateway can take its whole batch: one bad line can sink all of
 * them after the batch was taken. Limits are bytes of the request's charset (document section 4.2).
 *
 * <p>What cannot be sent exactly as it stands is refused; nothing is stripped, replaced or rounded.
 * Not safe for two threads.
 */
final class LineRules {

  private static final String FORMULA_STARTS = "=+-@\t\r";

  private final LineLimits limits;
  private final CharsetEncoder encoder;
  private final CharsetEncoder outboxEncoder;
  private final List<String> columns;
  private final MadeSerials serials;
  private final FaultWords words;
  private final Letters letters = new Letters();

  /**
   * Rules for the lines of a layout.
   *
   * @param serials the serial numbers of the file; null when they stand in it
   */
  LineRules(
      LineLimits limits,
      RequestCharset charset,
      Layout layout,
      MadeSerials serials,
      FaultWords words) {
    this.limits = limits;
    this.encoder = charset.newEncoder();
    this.outboxEncoder = limits.outboxCharset().newEncoder();
    this.columns = layout.columns();
    this.serials = serials;
    this.words = words;
  }

  /**
   * Checks a line.
   *
   * @param faults where everything wrong with it is added
   * @return the sound line, or null when a fault was added
   */
  PayoutLine check(RawLine raw, List<Fault> faults) {
    int before = faults.size();
    if (serials == null) {
      text(raw, 0, raw.serial(), 1, limits.serialBytesMax(), faults);
    } else {
      formula(raw, 0, raw.serial(), faults); // it goes nowhere
    }
    if (text(raw, 1, raw.account(), 1, FieldLimits.ACCOUNT_BYTES_MAX, faults)) {
      account(raw, faults);
    }
    text(raw, 2, raw.name(), 1, FieldLimits.NAME_BYTES_MAX, faults);
    Money amount = amount(raw, faults);
    text(raw, 4, raw.remark(), 0, FieldLimits.REMARK_BYTES_MAX, faults);
    if (faults.size() > before) {
      return null;
    }
    String serial = serials == null ? raw.serial() : serials.of(raw.row());
    return new PayoutLine(raw.row(), serial, raw.account(), raw.name(), amount, raw.remark());
  }

  private boolean text(
      RawLine raw, int column, String value, int bytesMin, int bytesMax, List<Fault> faults) {
    int before = faults.size();
    if (value.length() < bytesMin || (bytesMin > 0 && value.isBlank())) {
      add(raw, column, RejectCode.VALUE_MISSING, faults);
      return false;
    }
    characters(raw, column, value, faults);
    if (faults.size() == before && bytes(value) > bytesMax) {
      add(raw, column, RejectCode.VALUE_TOO_LONG, faults, bytes(value), bytesMax);
    }
    formula(raw, column, value, faults);
    return faults.size() == before;
  }

  private void characters(RawLine raw, int column, String value, List<Fault> faults) {
    letters.look(value);
    if (letters.hasSeparator()) {
      add(raw, column, RejectCode.SEPARATOR_CHARACTER, faults);
    }
    if (letters.hasControl()) {
      add(raw, column, RejectCode.CONTROL_CHARACTER, faults);
    }
    if (!letters.areAscii() && !has(encoder, value)) {
      notIn(encoder, raw, column, faults);
    } else if (!letters.areAscii() && !has(outboxEncoder, value)) {
      notIn(outboxEncoder, raw, column, faults);
    }
  }

  /** Whether a charset has every letter of the value that was looked at last. */
  private boolean has(CharsetEncoder charset, String value) {
    return isUtf8(charset) ? letters.areWhole() : charset.canEncode(value);
  }

  private static boolean isUtf8(CharsetEncoder charset) {
    return charset.charset().equals(StandardCharsets.UTF_8);
  }

  private void notIn(CharsetEncoder charset, RawLine raw, int column, List<Fault> faults) {
    add(raw, column, RejectCode.CHARACTER_NOT_IN_CHARSET, faults, charset.charset());
  }

  private void formula(RawLine raw, int column, String value, List<Fault> faults) {
    if (limits.refuseFormulas() && isFormula(value)) {
      add(raw, column, RejectCode.FORMULA, faults);
    }
  }

  /** Whether a spreadsheet could run this value as a formula. */
  static boolean isFormula(String value) {
    return !value.isEmpty() && FORMULA_STARTS.indexOf(value.charAt(0)) >= 0;
  }

  private void account(RawLine raw, List<Fault> faults) {
    if (!PayeeAccount.isOne(raw.account())) {
      add(raw, 1, RejectCode.ACCOUNT_INVALID, faults);
    }
  }

  private Money amount(RawLine raw, List<Fault> faults) {
    if (raw.amount().isEmpty()) {
      add(raw, 3, RejectCode.VALUE_MISSING, faults);
      return null;
    }
    if (!Money.isPlain(raw.amount())) {
      add(raw, 3, RejectCode.AMOUNT_INVALID, faults);
      return null;
    }
    Money amount = Money.parse(raw.amount());
    if (amount.isZero()) {
      add(raw, 3, RejectCode.AMOUNT_ZERO, faults);
    } else if (amount.isMoreThan(limits.amountMax())) {
      add(raw, 3, RejectCode.AMOUNT_OVER_LIMIT, faults, limits.amountMax());
    }
    return amount;
  }

  /** How many bytes the value is that was looked at last. */
  private int bytes(String value) {
    if (letters.areAscii()) {
      return value.length();
    }
    return isUtf8(encoder) ? letters.utf8Bytes() : value.getBytes(encoder.charset()).length;
  }

  private void add(RawLine raw, int column, RejectCode code, List<Fault> faults, Object... values) {
    faults.add(words.fault(raw.row(), columns.get(column), code, values));
  }
}

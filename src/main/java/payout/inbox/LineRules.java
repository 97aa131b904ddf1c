package payout.inbox;

import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import payout.batch.Characters;
import payout.batch.Fault;
import payout.batch.FieldLimits;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.batch.RequestCharset;

/**
 * The rules that a line must meet so that the gateway accepts its whole batch: one bad line can
 * fail all of them after the batch was taken. Limits are in bytes of the request's charset
 * (document section 4.2).
 *
 * <p>A value that cannot be sent exactly as it is, is refused; nothing is stripped, replaced or
 * rounded. Not thread-safe.
 */
final class LineRules {

  private final LineLimits limits;
  private final CharsetEncoder encoder;
  private final CharsetEncoder outboxEncoder;
  private final List<String> columns;
  private final GeneratedSerials serials;
  private final FaultMessages words;
  private final CharacterScan scan = new CharacterScan();

  /**
   * Rules for the lines of a layout.
   *
   * @param serials the serial numbers of the file; null when the file contains them
   */
  LineRules(
      LineLimits limits,
      RequestCharset charset,
      Layout layout,
      GeneratedSerials serials,
      FaultMessages words) {
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
   * @param faults where all its faults are added
   * @return the valid line, or null when a fault was added
   */
  PayoutLine check(RawLine raw, List<Fault> faults) {
    int before = faults.size();
    if (serials == null) {
      if (needed(raw, 0, raw.serial(), limits.serialBytesMax(), faults)) {
        serial(raw, faults);
      }
    } else {
      unused(raw, 0, raw.serial(), faults);
    }
    if (needed(raw, 1, raw.account(), FieldLimits.ACCOUNT_BYTES_MAX, faults)) {
      account(raw, faults);
    }
    needed(raw, 2, raw.name(), FieldLimits.NAME_BYTES_MAX, faults);
    Money amount = amount(raw, faults);
    text(raw, 4, raw.remark(), FieldLimits.REMARK_BYTES_MAX, faults);
    if (faults.size() > before) {
      return null;
    }
    String serial = serials == null ? raw.serial() : serials.of(raw.row());
    return new PayoutLine(raw.row(), serial, raw.account(), raw.name(), amount, raw.remark());
  }

  /** A required value without a space at either end; returns whether it is valid so far. */
  private boolean needed(RawLine raw, int column, String value, int bytesMax, List<Fault> faults) {
    if (Characters.areBlank(value)) {
      add(raw, column, RejectCode.VALUE_MISSING, faults);
      return false;
    }
    boolean valid = text(raw, column, value, bytesMax, faults);
    if (!scan.hasControl() && Characters.haveBlankAtEnd(value)) {
      add(raw, column, RejectCode.BLANK_AT_END, faults);
      return false;
    }
    return valid;
  }

  /** A value that is not sent. */
  private void unused(RawLine raw, int column, String value, List<Fault> faults) {
    scan.scan(value);
    hidden(raw, column, faults);
    formula(raw, column, value, faults);
  }

  private boolean text(RawLine raw, int column, String value, int bytesMax, List<Fault> faults) {
    int before = faults.size();
    characters(raw, column, value, faults);
    if (faults.size() == before && bytes(value) > bytesMax) {
      add(raw, column, RejectCode.VALUE_TOO_LONG, faults, bytes(value), bytesMax);
    }
    formula(raw, column, value, faults);
    return faults.size() == before;
  }

  private void characters(RawLine raw, int column, String value, List<Fault> faults) {
    scan.scan(value);
    if (scan.hasSeparator()) {
      add(raw, column, RejectCode.SEPARATOR_CHARACTER, faults);
    }
    if (scan.hasControl()) {
      add(raw, column, RejectCode.CONTROL_CHARACTER, faults);
    }
    if (hidden(raw, column, faults) || scan.areAscii()) {
      return;
    }
    if (!has(encoder, value)) {
      notIn(encoder, "payout.charset", raw, column, value, faults);
    } else if (!has(outboxEncoder, value)) {
      notIn(outboxEncoder, "payout.outbox.charset", raw, column, value, faults);
    }
  }

  private boolean hidden(RawLine raw, int column, List<Fault> faults) {
    if (scan.hidden() == 0) {
      return false;
    }
    add(raw, column, RejectCode.HIDDEN_CHARACTER, faults, Characters.name(scan.hidden()));
    return true;
  }

  /** Whether a charset can encode the value that was scanned last. */
  private boolean has(CharsetEncoder charset, String value) {
    return isUtf8(charset) ? scan.areWhole() : charset.canEncode(value);
  }

  private static boolean isUtf8(CharsetEncoder charset) {
    return charset.charset().equals(StandardCharsets.UTF_8);
  }

  /** Names the first character that the charset lacks by its code point, and the setting. */
  private void notIn(
      CharsetEncoder charset,
      String setting,
      RawLine raw,
      int column,
      String value,
      List<Fault> faults) {
    int character =
        value
            .codePoints()
            .filter(each -> !charset.canEncode(Character.toString(each)))
            .findFirst()
            .orElseThrow();
    add(
        raw,
        column,
        RejectCode.CHARACTER_NOT_IN_CHARSET,
        faults,
        Characters.name(character),
        charset.charset(),
        setting);
  }

  private void formula(RawLine raw, int column, String value, List<Fault> faults) {
    if (limits.refuseFormulas() && Characters.startLikeFormula(value)) {
      add(raw, column, RejectCode.FORMULA, faults);
    }
  }

  private void serial(RawLine raw, List<Fault> faults) {
    if (Characters.areShortenedNumber(raw.serial())) {
      add(raw, 0, RejectCode.NUMBER_SHORTENED, faults);
    }
  }

  private void account(RawLine raw, List<Fault> faults) {
    if (!PayeeAccount.isOne(raw.account())) {
      invalid(raw, 1, raw.account(), RejectCode.ACCOUNT_INVALID, faults);
    }
  }

  /** Explains when a spreadsheet shortened a number. */
  private void invalid(RawLine raw, int column, String value, RejectCode code, List<Fault> faults) {
    String name = columns.get(column);
    faults.add(
        Characters.areShortenedNumber(value)
            ? words.another(raw.row(), name, code, "shortened")
            : words.fault(raw.row(), name, code));
  }

  private Money amount(RawLine raw, List<Fault> faults) {
    if (raw.amount().isEmpty()) {
      add(raw, 3, RejectCode.VALUE_MISSING, faults);
      return null;
    }
    if (!Money.isPlain(raw.amount())) {
      invalid(raw, 3, raw.amount(), RejectCode.AMOUNT_INVALID, faults);
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

  /** How many bytes the value has that was scanned last. */
  private int bytes(String value) {
    if (scan.areAscii()) {
      return value.length();
    }
    return isUtf8(encoder) ? scan.utf8Bytes() : value.getBytes(encoder.charset()).length;
  }

  private void add(RawLine raw, int column, RejectCode code, List<Fault> faults, Object... values) {
    faults.add(words.fault(raw.row(), columns.get(column), code, values));
  }
}

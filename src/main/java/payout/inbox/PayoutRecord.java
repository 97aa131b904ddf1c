package payout.inbox;

/** A record class of a layout, to which Bindy binds a row. */
public interface PayoutRecord {

  /** For Bindy's quote: a character that is refused in every value. */
  String NO_QUOTE = "\0";

  /** The five fields of a payment, unchecked, whatever names the layout gives them. */
  RawLine toRawLine(long row);
}

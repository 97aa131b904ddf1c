package payout.inbox;

/** A record class of a layout: what Bindy binds a row to. */
public interface PayoutRecord {

  /** For Bindy's quote: a character that is refused in every value. */
  String NO_QUOTE = "\0";

  /** The five fields of a payment, unchecked, whatever the layout calls them. */
  RawLine toRawLine(long row);
}

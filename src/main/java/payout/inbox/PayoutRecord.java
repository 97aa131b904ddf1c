package payout.inbox;

/** A record class of a layout: what Bindy binds a row to. */
public interface PayoutRecord {

  /** The five fields of a payment, unchecked, whatever the layout calls them. */
  RawLine toRawLine(long row);
}

package payout.ledger;

import payout.batch.Characters;

/**
 * From where a person acted.
 *
 * @param channel the way
 * @param address the host of a command, the remote address of a caller, the name of an approval
 *     file; may be empty. At most 200 characters of it are kept
 */
public record Source(Channel channel, String address) {

  /** Not said. */
  public static final Source UNKNOWN = new Source(Channel.UNKNOWN, "");

  private static final int ADDRESS_MAX = 200;

  /** Keeps an address short, and readable. */
  public Source {
    String shown = Characters.shown(address);
    address = shown.substring(0, Math.min(shown.length(), ADDRESS_MAX));
  }

  /** The ways in which a person can act. */
  public enum Channel {
    /** A command. */
    CLI,
    /** A page of the console. */
    CONSOLE,
    /** The HTTP interface. */
    API,
    /** An approval file. */
    FILE,
    /** The service told something by its webhook. */
    WEBHOOK,
    /** The service told something by mail. */
    MAIL,
    /** It was not recorded. */
    UNKNOWN
  }
}

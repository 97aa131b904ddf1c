package payout.inbox;

import payout.batch.Characters;

/** A file changed while it was read; it is left where it is and read again later. */
public class FileChangedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The file of this name changed. */
  public FileChangedException(String name) {
    this(name, null);
  }

  /** The file of this name changed, which showed by a failure. */
  public FileChangedException(String name, Throwable cause) {
    super(
        "The file "
            + Characters.shown(name)
            + " changed while it was read; it is left for the next poll.",
        cause);
  }
}

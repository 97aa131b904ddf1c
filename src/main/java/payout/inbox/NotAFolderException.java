package payout.inbox;

import java.io.IOException;
import java.nio.file.Path;

/** A link or something else has the name of a folder, and is not used. */
public final class NotAFolderException extends IOException {

  private static final long serialVersionUID = 1L;

  /** At this path. */
  public NotAFolderException(Path path) {
    super(
        path
            + " is a link or not a folder and is not used. Find out who put it there, remove it and"
            + " create a folder of that name.");
  }
}

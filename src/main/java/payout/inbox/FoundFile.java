package payout.inbox;

import java.io.IOException;

/**
 * A file that was complete when its inbox was looked at, and that is opened when its turn comes.
 */
public interface FoundFile {

  /** Its name in the inbox. */
  String name();

  /** Whether it is still there as it was; another process may have taken it since. */
  boolean isThere() throws IOException;

  /**
   * Opens it when it is to be read; the caller closes it.
   *
   * @param watch watches the opening and reading
   * @param progress is told of progress with the file, from now on
   * @throws FileChangedException when it changed since it was found
   * @throws java.nio.file.NoSuchFileException when it is gone
   */
  Original open(ReadWatch watch, Runnable progress) throws IOException;
}

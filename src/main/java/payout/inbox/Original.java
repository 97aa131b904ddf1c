package payout.inbox;

import java.io.IOException;
import java.util.List;

/**
 * A payout file as it lies in its inbox, of which intake reads the bytes here or a copy of them.
 */
public interface Original {

  /** Whether it still lies in its inbox. */
  boolean isThere();

  /**
   * Whether a file has this name.
   *
   * @param name relative to the inbox
   */
  boolean isThere(String name);

  /** The names of the files in a folder beside it; empty when there is no such folder. */
  List<String> names(String folder) throws IOException;

  /**
   * Compares it with what was read.
   *
   * @throws FileChangedException when size or time are others than then
   */
  void requireUnchanged();
}

package payout.inbox;

import java.io.IOException;
import java.util.List;

/** A payout file in its inbox. Intake reads its bytes in place or from a copy. */
public interface Original extends AutoCloseable {

  /** The exchange property that holds it while the file is worked on. */
  String PROPERTY = "payoutOriginal";

  /** The exchange property with a {@link Runnable} that is told of progress with the file. */
  String PROGRESS = "payoutProgress";

  /** Its name in the inbox. */
  String name();

  /** The open file, or an open copy of it. */
  OpenFile opened();

  /** Whether it is still in its inbox, unchanged since it was read. */
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
   * @throws FileChangedException when it is another file, or its size or time changed
   */
  void requireUnchanged();

  /**
   * Moves it to a folder beside it, and its done-file after it; overwrites nothing.
   *
   * @param to {@code <folder>/<name>}
   * @return whether it was moved; false when it is gone or when another file has its name, which
   *     stays
   * @throws IOException with a sentence, when it cannot be moved
   */
  boolean archive(String to) throws IOException;

  @Override
  void close() throws IOException;
}

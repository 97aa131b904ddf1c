package payout.bench;

import java.nio.file.Path;

/** A program that pays a file. */
interface Contestant extends AutoCloseable {

  /** Starts from nothing, in an empty folder; not counted. */
  void prepare(Path folder) throws Exception;

  /**
   * Brings the file to where {@link #pay} can take it at once; not counted. Whoever reads the file
   * where it is has nothing to do.
   */
  default void stage(Path file) throws Exception {}

  /** From the file to the last recorded outcome; this is what is counted. */
  void pay(Path file) throws Exception;

  /** Ends what {@link #prepare} began; not counted. */
  @Override
  void close() throws Exception;
}

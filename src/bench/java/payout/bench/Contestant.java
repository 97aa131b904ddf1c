package payout.bench;

import java.nio.file.Path;

/** A program that pays a file. */
interface Contestant extends AutoCloseable {

  /** Starts from nothing, in an empty folder; not counted. */
  void prepare(Path folder) throws Exception;

  /**
   * Brings the file to where {@link #pay} reads it; not counted. Does nothing if the file is read
   * in place.
   */
  default void stage(Path file) throws Exception {}

  /** Pays the file, up to the last recorded outcome; this is what is measured. */
  void pay(Path file) throws Exception;

  /** Ends what {@link #prepare} began; not counted. */
  @Override
  void close() throws Exception;
}

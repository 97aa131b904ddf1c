package payout.outbox;

import java.io.IOException;
import java.util.function.Predicate;

/**
 * Where output files go: a folder of this machine, or of a server. A file is written there under
 * the hidden name of its claim, and then put under its own. For one thread.
 */
public interface Outbox {

  /**
   * Removes what earlier claims of a file left under hidden names. A process that was suspended
   * just before it put the file then finds nothing to put: this is the fence against it.
   */
  void clear(HiddenOutput claim) throws IOException;

  /**
   * Gives a file its name, and replaces nothing: if the same content has the name already, or an
   * earlier claim put it and a reader fetched it meanwhile, that counts.
   *
   * @param check runs right before; throws when the file must not be put any more
   * @throws IOException when other content has the name, or the hidden file is gone
   */
  void put(HiddenOutput claim, Runnable check) throws IOException;

  /** Removes the hidden file of a claim that did not put it; does not fail. */
  void discard(HiddenOutput claim);

  /** Makes durable what was put. */
  void sync() throws IOException;

  /** Removes what only helped until the ledger recorded a file; does not fail. */
  void forget(HiddenOutput claim);

  /** Removes what processes that died left of files that the ledger has recorded. */
  void sweep(Predicate<HiddenOutput> isRecorded) throws IOException;
}

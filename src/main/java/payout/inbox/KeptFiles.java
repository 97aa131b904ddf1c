package payout.inbox;

import java.io.IOException;
import java.util.List;

/**
 * What is kept beside an inbox, on this machine or on a server. Names are relative to the inbox. A
 * server's trouble is an exception of its own kind, with a sentence.
 */
public interface KeptFiles {

  /**
   * The names of the plain files in a folder; links are none. Empty when there is no such folder,
   * and while the server is away, of which its inbox speaks.
   */
  List<String> files(String folder) throws IOException;

  /** Moves a file, into a folder that is made if need be; overwrites nothing. */
  void move(String from, String to) throws IOException;

  /** Deletes a file, if it is there. */
  void delete(String name) throws IOException;

  /** Gives back what a look costs as long as it is held; the next look takes it anew. */
  void rest();
}

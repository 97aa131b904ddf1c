package payout.ledger;

import java.time.Duration;
import payout.batch.Characters;

/** A file is not read for now, because several times the reading of it was broken off. */
public class FileRestsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FileRestsException(String name, int times, long pauseMs) {
    super(
        "The file "
            + Characters.shown(name)
            + " was being read "
            + times
            + " times when the process ended or lost it, and may be what ends it. It is not read"
            + " again before "
            + Duration.ofMillis(pauseMs).toSeconds()
            + " s after the last time. If processes go on ending, move it out of its inbox, and"
            + " look at the log of their end.");
  }
}

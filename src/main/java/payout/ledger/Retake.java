package payout.ledger;

import java.util.Set;

/**
 * How a file is taken again that lies in an archive and that the ledger lost.
 *
 * @param archiveName where it lies, relative to its inbox; it stays there until it is decided
 * @param doubt why its batches must not be sent, a sentence; empty when they are what they were
 * @param rivals the open batches of other files that hold one of its serials: they are held too
 */
public record Retake(String archiveName, String doubt, Set<Long> rivals) {

  public Retake {
    rivals = Set.copyOf(rivals);
  }

  /**
   * Whether it lies among the files that wait: it waited, or had been decided on a moment ago.
   * Which of them nobody knows, so a person looks before anything of it is sent.
   */
  public static boolean isOfWaiting(String archiveName) {
    return archiveName.startsWith(".waiting/");
  }

  boolean mayHaveWaited() {
    return isOfWaiting(archiveName);
  }

  Retaken mark() {
    return doubt.isEmpty() ? Retaken.SAME : Retaken.DOUBT;
  }
}

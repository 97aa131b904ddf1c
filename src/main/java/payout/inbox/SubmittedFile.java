package payout.inbox;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import payout.ledger.Submission;
import payout.ledger.SubmissionLedger;

/**
 * A file that was submitted by the console and waits for intake.
 *
 * @param ledger where its bytes are
 * @param submission which it is
 * @param copy where its bytes are put to be read, under a name of ours
 */
record SubmittedFile(SubmissionLedger ledger, Submission submission, Path copy)
    implements FoundFile {

  @Override
  public String name() {
    return submission.name();
  }

  @Override
  public boolean isThere() {
    return ledger.isDue(submission);
  }

  /** Asks again: whoever had the claim before may have taken it in between. */
  @Override
  public Original open(ReadWatch watch, Runnable progress) throws IOException {
    if (!isThere()) {
      throw new NoSuchFileException(name());
    }
    return new SubmittedOriginal(ledger, submission, copy, progress);
  }
}

package payout.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import payout.batch.FileNames;
import payout.batch.OwnFiles;
import payout.ledger.Submission;
import payout.ledger.SubmissionLedger;
import payout.ledger.sql.LedgerException;

/**
 * A file that was submitted by the console, of which a copy on this machine is read. It has no
 * folder: it is archived when the ledger says that intake is done with it.
 */
final class SubmittedOriginal implements Original {

  private final SubmissionLedger ledger;
  private final Submission submission;
  private final Path copy;
  private final OpenFile opened;

  /**
   * Copies the bytes to this machine, with the time of the submission, by which the ledger
   * recognizes its file.
   *
   * @param progress is told of each piece that was copied or read
   * @throws LedgerException when they are not the bytes that were submitted
   */
  SubmittedOriginal(SubmissionLedger ledger, Submission submission, Path copy, Runnable progress)
      throws IOException {
    this.ledger = ledger;
    this.submission = submission;
    this.copy = copy;
    Files.createDirectories(copy.getParent());
    Files.deleteIfExists(copy);
    Files.createFile(copy, OwnFiles.mode(copy));
    String sha256 = copy(progress);
    if (!sha256.equals(submission.sha256())) {
      throw new LedgerException(
          "The ledger holds other bytes of "
              + submission.name()
              + " than were submitted (SHA-256 "
              + submission.sha256()
              + "); nothing of it is paid. Restore the ledger, or submit the file under another name.");
    }
    Files.setLastModifiedTime(copy, FileTime.fromMillis(submission.touchedAt()));
    this.opened = OpenFile.open(copy, ReadWatch.NONE);
    opened.onProgress(progress);
  }

  private String copy(Runnable progress) throws IOException {
    MessageDigest digest = Fingerprint.newDigest();
    byte[] block = new byte[Fingerprint.BLOCK_BYTES];
    try (InputStream in = ledger.read(submission);
        OutputStream out = Files.newOutputStream(copy)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
        out.write(block, 0, read);
        progress.run();
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public String name() {
    return submission.name();
  }

  @Override
  public OpenFile opened() {
    return opened;
  }

  @Override
  public boolean isThere() {
    return ledger.isDue(submission);
  }

  /** There is no folder beside it. */
  @Override
  public boolean isThere(String name) {
    return false;
  }

  /** The files that were checked before; only those with its stem, because others do not matter. */
  @Override
  public List<String> names(String folder) {
    return ledger.checked(FileNames.stemOf(name())).stream()
        .filter(name -> name.startsWith(folder + "/"))
        .map(name -> name.substring(folder.length() + 1))
        .toList();
  }

  @Override
  public void requireUnchanged() {
    if (!isThere()) {
      throw new FileChangedException(name());
    }
  }

  /** It is decided and not read any more. */
  @Override
  public boolean archive(String to) throws IOException {
    close();
    return ledger.take(submission, to);
  }

  /** The copy goes with it. */
  @Override
  public void close() throws IOException {
    opened.close();
    Files.deleteIfExists(copy);
  }
}

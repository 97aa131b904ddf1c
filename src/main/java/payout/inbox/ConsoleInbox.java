package payout.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import payout.batch.FileNames;
import payout.batch.Payer;
import payout.ledger.Source;
import payout.ledger.Submission;
import payout.ledger.SubmissionLedger;
import payout.ledger.SubmissionRefusedException;
import payout.ledger.SubmissionRefusedException.Reason;
import payout.ledger.Submitted;
import payout.ledger.Upload;
import payout.ledger.sql.LedgerException;

/**
 * The inbox of the files that persons and programs submit, by a page or by the HTTP interface. They
 * lie in the ledger and in no folder, so that any node takes them in and a dead one loses none. For
 * any number of threads.
 *
 * <p>A name is compared and shown, and never becomes part of a path.
 */
public final class ConsoleInbox {

  private static final int FILES_A_POLL = 500;

  private final Payer payer;
  private final long fileBytesMax;
  private final SubmissionLedger ledger;

  /**
   * Files into this ledger.
   *
   * @param payer for whom they are paid
   * @param fileBytesMax the largest file, in bytes
   */
  public ConsoleInbox(Payer payer, long fileBytesMax, SubmissionLedger ledger) {
    this.payer = payer;
    this.fileBytesMax = fileBytesMax;
    this.ledger = ledger;
  }

  /** The same inbox, for files that are submitted from there; the audit trail says so. */
  public ConsoleInbox from(Source source) {
    return new ConsoleInbox(payer, fileBytesMax, ledger.from(source));
  }

  /**
   * Submits a file. Durable when it returns; to submit the same file again is safe.
   *
   * @param name its name, by the rules for names in an inbox
   * @param bytes its bytes, which are read to their end and held 256 KiB at a time
   * @param size how many bytes are announced; below 0 when that is not known, and then a stream
   *     that is cut off must fail
   * @param submittedBy who submits it, and therefore cannot approve it
   * @param onlyCheck whether it is only checked: its reports go to the outbox, and nothing is paid
   * @throws SubmissionRefusedException with a sentence; nothing of it is kept
   * @throws IOException when the bytes cannot be read; nothing of it is kept
   * @throws LedgerException when it cannot be stored
   */
  public Submitted submit(
      String name, InputStream bytes, long size, String submittedBy, boolean onlyCheck)
      throws IOException {
    try (Upload upload = begin(name, size, submittedBy, onlyCheck)) {
      byte[] block = new byte[Fingerprint.BLOCK_BYTES];
      for (int read = bytes.read(block); read >= 0; read = bytes.read(block)) {
        upload.write(block, 0, read);
      }
      return upload.finish();
    }
  }

  /**
   * The same for bytes that come in pieces: they are written to the upload, which the caller
   * finishes and closes.
   */
  public Upload begin(String name, long size, String submittedBy, boolean onlyCheck) {
    requireName(name);
    return ledger.begin(name, size, fileBytesMax, submittedBy, onlyCheck, payer);
  }

  /**
   * The bytes of a payout file, as they were submitted; the caller closes them.
   *
   * @param fileId the ledger's number of the file
   * @return empty when it was not submitted, or is not kept any longer
   */
  public Optional<InputStream> open(long fileId) {
    return ledger.open(fileId);
  }

  /** A submission by its own number, such as one that is only checked. */
  public Optional<Submission> find(long id) {
    return ledger.find(id);
  }

  /**
   * The files that wait for intake, or for their check; the oldest first.
   *
   * @param work a folder of this machine for the copy of the file that is read
   */
  public List<FoundFile> due(boolean onlyCheck, Path work) {
    Path copy = work.resolve(onlyCheck ? "console-check.copy" : "console.copy");
    return ledger.due(onlyCheck, FILES_A_POLL).stream()
        .<FoundFile>map(each -> new SubmittedFile(ledger, each, copy))
        .toList();
  }

  private static void requireName(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (!InboxName.isFileName(name)) {
      throw refused(
          name,
          "it needs one, without a slash, a backslash, or a character that cannot be seen or read");
    }
    if (InboxName.isIgnored(name)) {
      throw refused(
          name,
          "one that starts with . or ~$, or ends in .tmp, .part, .filepart or .done, is that of an"
              + " unfinished or hidden file");
    }
    if (bytes > FileNames.STEM_BYTES_MAX) {
      throw refused(
          name, "it has " + bytes + " bytes, and at most " + FileNames.STEM_BYTES_MAX + " fit");
    }
  }

  private static SubmissionRefusedException refused(String name, String why) {
    return new SubmissionRefusedException(
        Reason.NAME,
        "No payout file can have the name "
            + (name.isEmpty() ? "\"\"" : InboxName.shown(FileNames.cut(name, 200)))
            + ": "
            + why
            + ". Give it another name.");
  }
}

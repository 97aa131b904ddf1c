package payout.outbox;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;
import payout.batch.BatchNo;
import payout.batch.Fault;
import payout.batch.FileState;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.OutboxCharset;
import payout.batch.OutputKind;
import payout.batch.PayoutLine;
import payout.batch.Words;
import payout.ledger.BatchContent;
import payout.ledger.FileRecord;
import payout.ledger.Publication;
import payout.ledger.PublicationLedger;

/**
 * Writes the files that are due in the outbox, only from the ledger, so the name and content of a
 * file are the same each time it is written.
 */
public final class Publisher {

  private final PublicationLedger ledger;
  private final OutboxCharset charset;
  private final Words words;
  private final UnaryOperator<String> meanings;
  private final boolean sandbox;

  /**
   * A publisher.
   *
   * @param words the language of our own texts
   * @param meanings returns the words of a code; of an unknown code the code itself
   * @param sandbox whether every name starts with {@code SANDBOX-}
   */
  public Publisher(
      PublicationLedger ledger,
      OutboxCharset charset,
      Words words,
      UnaryOperator<String> meanings,
      boolean sandbox) {
    this.ledger = ledger;
    this.charset = charset;
    this.words = words;
    this.meanings = meanings;
    this.sandbox = sandbox;
  }

  /** The name of the file that is due. */
  public String name(Publication due) {
    if (due.kind() == OutputKind.RECONCILE) {
      return OutputNames.reconcile(ledger.report(due.number()).day(), sandbox);
    }
    FileRecord file = due.file();
    OutputNames names = new OutputNames(file.name(), file.sha256(), file.arrival(), sandbox);
    return switch (due.kind()) {
      case ACK -> names.ack();
      case WAITING -> names.waiting();
      case REJECTS -> names.rejects();
      case BATCH_RESULT -> names.result(new BatchNo(ledger.batch(due.batchId()).batchNo()));
      case RESULT -> names.result();
      case RETRY -> names.retry();
      case CORRECTION -> names.correction(due.number());
      case RECONCILE -> throw new IllegalStateException("A day has no payout file.");
    };
  }

  /** Writes the whole file that is due and flushes it; the stream stays open. */
  public void write(Publication due, OutputStream stream) throws IOException {
    OutboxText out = OutboxText.open(stream, charset);
    switch (due.kind()) {
      case ACK -> AckFile.write(out, ack(due.file()));
      case WAITING -> WaitingFile.write(out, due.file());
      case REJECTS -> rejects(due.file(), out);
      case BATCH_RESULT -> result(ledger.content(due.batchId()), new ResultFile(out, meanings));
      case RESULT -> result(due.file(), new ResultFile(out, meanings));
      case RETRY -> retry(due.file(), new RetryFile(out));
      case CORRECTION ->
          result(ledger.correction(due.file(), due.number()), new ResultFile(out, meanings));
      case RECONCILE -> new ReconcileFile(out).add(ledger.report(due.number()));
    }
    out.flush();
  }

  private static AckFile.Ack ack(FileRecord file) {
    FileState status =
        switch (file.state()) {
          case REJECTED, DUPLICATE -> file.state();
          default -> FileState.ACCEPTED;
        };
    return new AckFile.Ack(
        file.name(),
        file.sha256(),
        status,
        file.lines(),
        file.amount(),
        status == FileState.ACCEPTED ? file.batches() : 0,
        file.reason(),
        file.inbox());
  }

  private void rejects(FileRecord file, OutboxText out) throws IOException {
    RejectsFile rejects = new RejectsFile(out);
    long shown = 0;
    for (Fault fault : ledger.faults(file)) {
      rejects.add(fault);
      shown++;
    }
    long more = ledger.faultsTotal(file) - shown;
    if (more > 0) {
      String code = "MORE_FAULTS";
      rejects.add(new Fault(Fault.WHOLE_FILE, "", code, words.of(code, more)));
    }
  }

  private static void result(BatchContent batch, ResultFile out) throws IOException {
    BatchNo batchNo = batchNo(batch);
    for (int i = 0; i < batch.lines().size(); i++) {
      out.add(batch.lines().get(i), batch.results().get(i), batchNo);
    }
  }

  /** All lines of a file in its order, including those that were left out. */
  private void result(FileRecord file, ResultFile out) throws IOException {
    RejectedLines rejected = new RejectedLines(ledger, file);
    int place = 0;
    Optional<BatchContent> batch = ledger.contentAfter(file, place);
    while (batch.isPresent()) {
      BatchContent content = batch.get();
      BatchNo batchNo = batchNo(content);
      for (int i = 0; i < content.lines().size(); i++) {
        PayoutLine line = content.lines().get(i);
        rejected.writeBefore(line.row(), out);
        out.add(line, content.results().get(i), batchNo);
      }
      place = content.batch().place();
      batch = ledger.contentAfter(file, place);
    }
    rejected.writeBefore(Long.MAX_VALUE, out);
  }

  private void retry(FileRecord file, RetryFile out) throws IOException {
    Optional<BatchContent> batch = ledger.contentAfter(file, 0);
    while (batch.isPresent()) {
      BatchContent content = batch.get();
      for (int i = 0; i < content.lines().size(); i++) {
        if (mayBePaidAgain(content.results().get(i))) {
          out.add(content.lines().get(i));
        }
      }
      batch = ledger.contentAfter(file, content.batch().place());
    }
  }

  private static boolean mayBePaidAgain(LineResult result) {
    return result.state() == LineState.FAILED || result.state() == LineState.REFUSED;
  }

  private static BatchNo batchNo(BatchContent content) {
    return new BatchNo(content.batch().batchNo());
  }
}

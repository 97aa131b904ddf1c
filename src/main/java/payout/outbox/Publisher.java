package payout.outbox;

import static java.time.format.DateTimeFormatter.BASIC_ISO_DATE;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.List;
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
import payout.statement.MatchRow;

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

  /** The name of the file that is due; the ledger is not asked. */
  public String name(Publication due) {
    if (due.kind() == OutputKind.RECONCILE) {
      String day = Integer.toString(due.number());
      return OutputNames.reconcile(LocalDate.parse(day, BASIC_ISO_DATE), sandbox);
    }
    if (due.kind() == OutputKind.STATEMENT_MATCH || due.kind() == OutputKind.STATEMENT_REFUSED) {
      String start = ledger.statement(due.number()).start();
      return due.kind() == OutputKind.STATEMENT_MATCH
          ? OutputNames.match(start, sandbox)
          : OutputNames.refused(start, sandbox);
    }
    FileRecord file = due.file();
    OutputNames names = new OutputNames(file.name(), file.sha256(), file.arrival(), sandbox);
    return switch (due.kind()) {
      case ACK -> names.ack();
      case WAITING -> names.waiting();
      case REJECTS -> names.rejects();
      case WARNINGS -> names.warnings();
      case BATCH_RESULT -> names.result(new BatchNo(due.batchNo()));
      case RESULT -> names.result();
      case RESULT_SHEET -> names.resultSheet();
      case RETRY -> names.retry();
      case CORRECTION -> names.correction(due.number());
      case RECONCILE, STATEMENT_MATCH, STATEMENT_REFUSED ->
          throw new IllegalStateException("It is about no payout file.");
    };
  }

  /**
   * Writes a file that is in the outbox once more, with the content that it has there, whatever was
   * corrected since. After a change of {@code payout.outbox.charset} or {@code payout.language} it
   * follows the new one.
   */
  public void rewrite(Publication written, OutputStream stream) throws IOException {
    new Publisher(ledger.asOf(written), charset, words, meanings, sandbox).write(written, stream);
  }

  /** Writes the whole file that is due and flushes it; the stream stays open. */
  public void write(Publication due, OutputStream stream) throws IOException {
    if (due.kind() == OutputKind.RESULT_SHEET) {
      resultSheet(due.file(), stream);
      return;
    }
    OutboxText out = OutboxText.open(stream, charset);
    switch (due.kind()) {
      case ACK -> AckFile.write(out, ack(due.file()));
      case WAITING -> WaitingFile.write(out, due.file());
      case REJECTS -> rejects(due.file(), out);
      case WARNINGS -> warnings(due.file(), out);
      case BATCH_RESULT -> result(ledger.content(due.batchId()), new ResultFile(out, meanings));
      case RESULT -> result(due.file(), new ResultFile(out, meanings));
      case RESULT_SHEET -> throw new IllegalStateException("A workbook is no text.");
      case RETRY -> retry(due.file(), new RetryFile(out));
      case CORRECTION ->
          result(ledger.correction(due.file(), due.number()), new ResultFile(out, meanings));
      case RECONCILE -> new ReconcileFile(out).add(ledger.report(due.number()));
      case STATEMENT_MATCH -> match(due.number(), out);
      case STATEMENT_REFUSED -> RefusedStatementFile.write(out, ledger.statement(due.number()));
    }
    out.flush();
  }

  private void match(int statement, OutboxText out) throws IOException {
    MatchFile rows = new MatchFile(out, false);
    for (MatchRow each : ledger.matches(statement)) {
      rows.add(each);
    }
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

  private void warnings(FileRecord file, OutboxText out) throws IOException {
    WarningsFile warnings = new WarningsFile(out);
    List<Fault> shown = ledger.warnings(file);
    for (Fault warning : shown) {
      warnings.add(warning);
    }
    long more = ledger.warningsTotal(file) - shown.size();
    if (more > 0) {
      String code = "MORE_WARNINGS";
      warnings.add(new Fault(Fault.WHOLE_FILE, "", code, words.of(code, more)));
    }
  }

  private static void result(BatchContent batch, ResultFile out) throws IOException {
    BatchNo batchNo = batchNo(batch);
    for (int i = 0; i < batch.lines().size(); i++) {
      out.add(batch.lines().get(i), batch.results().get(i), batchNo);
    }
  }

  private void resultSheet(FileRecord file, OutputStream stream) throws IOException {
    long lines = file.lines() + file.rejectedLines();
    try (ResultSheet sheet = new ResultSheet(stream, words, meanings, lines)) {
      result(file, sheet);
    }
    stream.flush();
  }

  /** All lines of a file in its order, including those that were left out. */
  private void result(FileRecord file, ResultRows out) throws IOException {
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

package payout.inbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.Fault;
import payout.batch.Language;
import payout.batch.LineCodec;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.OutboxCharset;
import payout.batch.OutputKind;
import payout.batch.Payer;
import payout.batch.PayoutLine;
import payout.batch.RejectedLine;
import payout.batch.RequestCharset;
import payout.batch.Words;
import payout.ledger.Act;
import payout.ledger.BatchContent;
import payout.ledger.BatchRecord;
import payout.ledger.EmptyLedger;
import payout.ledger.FileClaim;
import payout.ledger.FileRecord;
import payout.ledger.IntakeLedger;
import payout.ledger.Ledger;
import payout.ledger.PaymentLedger;
import payout.ledger.Publication;
import payout.ledger.PublicationLedger;
import payout.ledger.Reception;
import payout.ledger.sql.LedgerAddress;
import payout.outbox.Publisher;
import payout.testing.SettableClock;

/** An inbox, a real ledger on disk, and the complete intake between them. */
final class IntakeFixture implements AutoCloseable {

  static final String HEADER = "serial_no,payee_account,payee_name,amount,remark\n";

  private final Path home;
  private final Ledger ledger;
  private final IntakeLedger intakeLedger;

  /** Does not advance, because reasons contain the time at which a payment was taken. */
  private final ChinaClock clock =
      new ChinaClock(SettableClock.standing(Instant.parse("2026-02-01T02:00:00Z")));

  private final List<OpenFile> opened = new ArrayList<>();
  private long modified = 1_700_000_000_000L;

  RequestCharset requestCharset = RequestCharset.UTF_8;
  OutboxCharset outboxCharset = OutboxCharset.UTF_8;
  String inboxCharset = "auto";
  String email = "payer@example.com";
  String accountName = "Payer";
  boolean leavesOutLines;
  int serialBytesMax = 32;
  Money lineAmountMax = Money.parse("1000000.00");
  Money fileAmountMax = Money.parse("100000000.00");
  boolean refuseFormulas = true;
  int batchLinesMax = 1000;
  long fileLinesMax = 5_000_000;
  boolean sandbox;
  long fileBytesMax = 1L << 30;
  Language language = Language.EN;

  /** Most tests pay one account again and again; repeats have tests of their own. */
  WarningRules warnings = WarningRules.NONE;

  IntakeFixture(Path home) {
    this.home = home;
    this.ledger = EmptyLedger.open(EmptyLedger.file(home), clock);
    this.intakeLedger = ledger.intake(Language.EN);
  }

  LedgerAddress address() {
    return new LedgerAddress("jdbc:sqlite:" + home.resolve("ledger.db"), "", "");
  }

  ChinaClock clock() {
    return clock;
  }

  IntakeLedger intakeLedger() {
    return intakeLedger;
  }

  PaymentLedger payments() {
    return ledger.payments();
  }

  Path scratch() {
    return home.resolve("work");
  }

  Intake intake() {
    return new Intake(rules(), intakeLedger);
  }

  ConsoleInbox console() {
    return new ConsoleInbox(rules().payer(), fileBytesMax, ledger.submissions());
  }

  IntakeRules rules() {
    return new IntakeRules(
        new Payer(
            "2088000000000001",
            email,
            accountName,
            "",
            "",
            "https://gateway.example.com/gateway.do",
            requestCharset),
        inboxCharset,
        leavesOutLines,
        new LineLimits(
            serialBytesMax, lineAmountMax, refuseFormulas, outboxCharset.newEncoder().charset()),
        batchLinesMax,
        fileLinesMax,
        fileBytesMax,
        fileAmountMax,
        sandbox,
        language,
        scratch(),
        warnings);
  }

  /** Drops a file with the usual heading, in UTF-8. */
  Outcome dropLines(String lines) {
    return drop("pay.csv", HEADER + lines);
  }

  Outcome drop(String name, String text) {
    return drop(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Puts a file into the inbox, takes it in and archives it. */
  Outcome drop(String name, byte[] bytes) {
    Path file = put(name, bytes);
    FileRecord decided = takeIn(file);
    return outcome(archive(file, decided));
  }

  Path put(String name, byte[] bytes) {
    try {
      Files.createDirectories(home.resolve("inbox"));
      Path file = Files.write(home.resolve("inbox").resolve(name), bytes);
      Files.setLastModifiedTime(file, FileTime.fromMillis(modified += 1000));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does what the route does with a file, up to its move to the archive. */
  FileRecord takeIn(Path file) {
    InboxFile arrived = inspect(file);
    Reception reception = arrive(arrived);
    if (reception instanceof Reception.Decided) {
      return reception.file();
    }
    FileRecord refused = intake().refuseUnread(reception.file(), arrived);
    return refused == null ? read(reception.file(), arrived) : refused;
  }

  InboxFile inspect(Path file) {
    try {
      OpenFile open = OpenFile.open(file, ReadWatch.NONE);
      opened.add(open);
      return intake().inspect(open, "inbox", file.getFileName().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reception arrive(InboxFile arrived) {
    return intakeLedger.arrive(claim(arrived), intake().arrival(arrived));
  }

  FileClaim claim(InboxFile arrived) {
    return ledger.claims().claim("inbox", arrived.name()).orElseThrow();
  }

  private FileRecord read(FileRecord file, InboxFile arrived) {
    try (IntakeSession session = intake().open(file, arrived)) {
      Iterator<List<Row>> chunks = session.chunks();
      while (chunks.hasNext()) {
        List<Row> rows = chunks.next();
        // The route's splitter asks for the next chunk before it passes on this one.
        chunks.hasNext();
        session.aggregate(session.check(session.bind(rows)));
      }
      return session.decide();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FileRecord archive(Path file, FileRecord decided) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    intakeLedger.archived(decided);
    return decided;
  }

  Outcome outcome(FileRecord file) {
    PublicationLedger publications = ledger.publications();
    List<BatchContent> batches = new ArrayList<>();
    for (BatchRecord batch : ledger.status().batches(file.id())) {
      batches.add(ledger.status().content(batch.id()));
    }
    return new Outcome(file, publications.faults(file), publications.faultsTotal(file), batches);
  }

  /** The lines that were left out of a file, as they are stored. */
  List<RejectedLine> leftOut(FileRecord file) {
    List<RejectedLine> lines = new ArrayList<>();
    var chunk = ledger.publications().rejectedAfter(file, -1);
    while (chunk.isPresent()) {
      lines.addAll(chunk.get().lines());
      chunk = ledger.publications().rejectedAfter(file, chunk.get().chunk());
    }
    return lines;
  }

  /** The content that is due to the outbox for this file and kind; null if there is none. */
  String published(FileRecord file, OutputKind kind) {
    for (Publication due : ledger.publications().due(1000)) {
      if (due.file().id() == file.id() && due.kind() == kind) {
        return text(due);
      }
    }
    return null;
  }

  private String text(Publication due) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      publisher().write(due, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private Publisher publisher() {
    return new Publisher(
        ledger.publications(), OutboxCharset.UTF_8, Words.in(language), code -> code, false);
  }

  /**
   * The result of a taken file after the gateway paid all its lines except those whose payee's name
   * contains FAIL.
   */
  String result(FileRecord file) {
    for (BatchContent batch : outcome(file).batches()) {
      if (batch.batch().state() == BatchState.READY) {
        settle(batch, line -> line.name().contains("FAIL") ? LineState.FAILED : LineState.PAID, "");
      }
    }
    return text(new Publication(0, file, 0, null, OutputKind.RESULT, 1, 0, 0));
  }

  /** An operator permits the bytes of a file to be paid again. */
  void letInAgain(FileRecord file) {
    ledger.acts().again(file.sha256(), new Act("wang", "payroll of May", false));
  }

  /** The gateway refuses the batch and takes none of its lines. */
  void refuse(BatchContent batch) {
    sql(
        "UPDATE batch SET state = 'REFUSED', code = 'ILLEGAL_SIGN', open_lines = 0, due_at = NULL"
            + " WHERE id = ?",
        batch.batch().id());
    settleFileWhenDone(batch.batch().fileId());
  }

  /** The gateway finishes the batch with the same state for all lines. */
  void settle(BatchContent batch, LineState state) {
    settle(batch, line -> state, "");
  }

  /** The gateway finishes the batch at this time, in the gateway's own format. */
  void settle(BatchContent batch, LineState state, String finishedAt) {
    settle(batch, line -> state, finishedAt);
  }

  private void settle(
      BatchContent batch, Function<PayoutLine, LineState> states, String finishedAt) {
    List<LineResult> results = new ArrayList<>();
    long paid = 0;
    for (PayoutLine line : batch.lines()) {
      LineState state = states.apply(line);
      paid += state == LineState.PAID ? 1 : 0;
      results.add(new LineResult(state, "", "", finishedAt));
    }
    sql(
        "INSERT INTO batch_results (batch_id, data) VALUES (?, ?)",
        batch.batch().id(),
        LineCodec.encodeResults(results));
    sql(
        "UPDATE batch SET state = 'SETTLED', open_lines = 0, due_at = NULL, maybe_sent = 1,"
            + " paid_lines = ? WHERE id = ?",
        paid,
        batch.batch().id());
    settleFileWhenDone(batch.batch().fileId());
  }

  private void settleFileWhenDone(long fileId) {
    sql(
        "UPDATE payout_file SET state = 'SETTLED', settled_at = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM batch"
            + " WHERE file_id = ? AND state NOT IN ('SETTLED', 'REFUSED'))",
        clock.millis(),
        fileId,
        fileId);
  }

  void sql(String text, Object... arguments) {
    try (Connection connection = DriverManager.getConnection(address().url());
        PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  long count(String query, Object... arguments) {
    try (Connection connection = DriverManager.getConnection(address().url());
        PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    ledger.close();
  }

  /** What happened to a file. */
  record Outcome(
      FileRecord file, List<Fault> faults, long faultsTotal, List<BatchContent> batches) {

    /** {@code row column CODE} of each reported fault. */
    List<String> codes() {
      return faults.stream()
          .map(fault -> fault.row() + " " + fault.column() + " " + fault.code())
          .toList();
    }

    List<PayoutLine> lines() {
      return batches.stream().flatMap(batch -> batch.lines().stream()).toList();
    }

    List<String> serials() {
      return lines().stream().map(PayoutLine::serial).toList();
    }

    List<Integer> batchSizes() {
      return batches.stream().map(batch -> batch.lines().size()).toList();
    }

    List<String> batchNumbers() {
      return batches.stream().map(batch -> batch.batch().batchNo()).toList();
    }

    String state() {
      return file.state().name();
    }
  }
}

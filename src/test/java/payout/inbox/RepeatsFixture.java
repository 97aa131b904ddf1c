package payout.inbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.ChinaClock;
import payout.batch.Fault;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.LineCodec;
import payout.batch.LineResult;
import payout.batch.Money;
import payout.batch.OutboxCharset;
import payout.batch.OutputKind;
import payout.batch.Payer;
import payout.batch.PayoutLine;
import payout.batch.RequestCharset;
import payout.batch.Words;
import payout.ledger.AcceptRules;
import payout.ledger.Act;
import payout.ledger.BatchContent;
import payout.ledger.BatchRecord;
import payout.ledger.FileClaim;
import payout.ledger.FileRecord;
import payout.ledger.IntakeLedger;
import payout.ledger.Ledger;
import payout.ledger.LedgerFixture;
import payout.ledger.Publication;
import payout.ledger.Reception;
import payout.outbox.Publisher;
import payout.testing.SettableClock;

/** Files that repeat payments, on one ledger of either kind, with the rules that are shipped. */
abstract class RepeatsFixture extends LedgerFixture {

  static final String HEADER = "serial_no,payee_account,payee_name,amount,remark\n";

  @TempDir Path scratch;

  final SettableClock now = SettableClock.standing(Instant.parse("2026-03-10T02:00:00Z"));
  final ChinaClock clockOfIntake = new ChinaClock(now);

  int days = 3;
  int percent = 20;
  int batchLinesMax = 3;
  Money newAmountMin;
  boolean leavesOutLines;
  AcceptRules accept =
      new AcceptRules(null, 3_600_000, List.of(), Map.of("inbox", "erp"), null, false);

  private final List<Ledger> nodes = new ArrayList<>();

  @AfterEach
  void closeNodes() {
    nodes.forEach(Ledger::close);
  }

  /** Another process on the ledger. */
  Node node() {
    Ledger node = Ledger.beside(address, clockOfIntake);
    nodes.add(node);
    return new Node(node, scratch.resolve("node-" + nodes.size()));
  }

  IntakeRules rules(Path work) {
    return new IntakeRules(
            new Payer(
                "2088000000000001",
                "payer@example.com",
                "Payer",
                "",
                "",
                "https://gateway.example.com/gateway.do",
                RequestCharset.UTF_8),
            "auto",
            leavesOutLines,
            new LineLimits(32, Money.parse("1000000.00"), true, StandardCharsets.UTF_8),
            batchLinesMax,
            1_000_000,
            1L << 30,
            Money.parse("100000000.00"),
            false,
            Language.EN,
            work)
        .with(
            new WarningRules(
                days,
                percent,
                newAmountMin,
                WarningRules.GATEWAY_REMARK_MIN,
                code -> code.startsWith("RECEIVE_")));
  }

  void sql(String text, Object... arguments) {
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.user(), address.password());
        PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void pass(long days) {
    now.move(Duration.ofDays(days));
  }

  /** A row of a file. */
  static String row(String serial, String account, String amount) {
    return serial + "," + account + ",Zhang San," + amount + ",May\n";
  }

  /** So many rows with accounts of their own. */
  static String others(String prefix, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      text.append(row(prefix + i, prefix + i + "@example.com", "7." + (10 + i % 90)));
    }
    return text.toString();
  }

  /** A process that takes files in. */
  final class Node {

    private final Ledger ledger;
    private final Path folder;

    Node(Ledger ledger, Path folder) {
      this.ledger = ledger;
      this.folder = folder;
    }

    Ledger ledger() {
      return ledger;
    }

    FileRecord drop(String name, String rows) {
      try {
        Path file = Files.createDirectories(folder).resolve(name);
        Files.writeString(file, HEADER + rows);
        IntakeLedger store = ledger.intake(accept, Language.EN);
        Intake intake = new Intake(rules(folder), store);
        FileClaim claim = ledger.claims().claim("inbox", name).orElseThrow();
        try (OpenFile open = OpenFile.open(file, ReadWatch.NONE)) {
          FileRecord decided = take(claim, store, intake, intake.inspect(open, "inbox", name));
          store.archived(decided, claim);
          return decided;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private FileRecord take(FileClaim claim, IntakeLedger store, Intake intake, InboxFile arrived)
        throws IOException {
      Reception reception = store.arrive(claim, intake.arrival(arrived));
      if (reception instanceof Reception.Decided) {
        return reception.file();
      }
      try (IntakeSession session = intake.open(reception.file(), arrived)) {
        Iterator<List<Row>> chunks = session.chunks();
        while (chunks.hasNext()) {
          session.aggregate(session.check(session.bind(chunks.next())));
        }
        return session.decide();
      }
    }

    /** {@code row CODE} of each warning about a file. */
    List<String> warnings(FileRecord file) {
      return ledger.publications().warnings(file).stream()
          .map(each -> each.row() + " " + each.code())
          .toList();
    }

    String reason(FileRecord file, int at) {
      Fault warning = ledger.publications().warnings(file).get(at);
      return warning.reason();
    }

    FileState state(FileRecord file) {
      return ledger.status().file(file.id()).state();
    }

    String approve(FileRecord file, String who) {
      return ledger
          .waiting(accept, Language.EN)
          .approve(file.name(), file.sha256(), new Act(who, "seen", false));
    }

    /** The gateway finishes all lines of a file, at this time in its own format. */
    void settle(FileRecord file, String finishedAt, Function<PayoutLine, LineResult> result) {
      for (BatchRecord batch : ledger.status().batches(file.id())) {
        BatchContent content = ledger.status().content(batch.id());
        List<LineResult> results = new ArrayList<>();
        long paid = 0;
        for (PayoutLine line : content.lines()) {
          LineResult each = result.apply(line);
          paid += each.state().name().equals("PAID") ? 1 : 0;
          results.add(new LineResult(each.state(), each.code(), "", finishedAt));
        }
        sql(
            "INSERT INTO batch_results (batch_id, data) VALUES (?, ?)",
            batch.id(),
            LineCodec.encodeResults(results));
        sql(
            "UPDATE batch SET state = 'SETTLED', open_lines = 0, due_at = NULL, maybe_sent = 1,"
                + " paid_lines = ?, ended_at = ? WHERE id = ?",
            (int) paid,
            clockOfIntake.millis(),
            batch.id());
      }
      sql(
          "UPDATE payout_file SET state = 'SETTLED', settled_at = ?, open_lines = 0 WHERE id = ?",
          clockOfIntake.millis(),
          file.id());
    }

    /** The content for the outbox; null when none is due. */
    String output(FileRecord file, OutputKind kind) {
      for (Publication due : ledger.publications().due(100)) {
        if (due.file().id() == file.id() && due.kind() == kind) {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          try {
            new Publisher(
                    ledger.publications(),
                    OutboxCharset.UTF_8,
                    Words.in(Language.EN),
                    code -> code,
                    false)
                .write(due, out);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return out.toString(StandardCharsets.UTF_8);
        }
      }
      return null;
    }
  }
}

package payout.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import payout.batch.Checkpoint;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.statement.Booking;
import payout.statement.Layout;
import payout.statement.Match;
import payout.statement.RowKind;
import payout.statement.StatementFile;

/** A ledger with statements of the account. */
abstract class StatementFixture extends LedgerFixture {

  /** The day of the fixture's clock, at 10:00 in China. */
  static final LocalDate DAY = LocalDate.of(2026, 3, 10);

  /** What statements said and was not known before. */
  final List<Match> told = new ArrayList<>();

  @AfterEach
  void watchNothing() {
    Checkpoint.watch(null);
  }

  // ---- statements

  static Booking payout(String id, String serial, LocalDate day, long fen) {
    return row(id, serial, day, fen, RowKind.PAYOUT);
  }

  static Booking row(String id, String serial, LocalDate day, long fen, RowKind kind) {
    return new Booking(
        0, 7, id, "", serial, day.atTime(10, 1), new Money(fen), kind, "张三", List.of(id, serial));
  }

  static StatementFile file(LocalDate day, boolean complete, Booking... rows) {
    return file(Layout.LEDGER, day, complete, rows);
  }

  static StatementFile file(Layout layout, LocalDate day, boolean complete, Booking... rows) {
    return new StatementFile(
        layout,
        day.atStartOfDay(),
        day.plusDays(1).atStartOfDay(),
        List.of(rows),
        complete ? Set.of(day) : Set.of(),
        complete ? "" : "It is cut.");
  }

  StatementRecord take(String name, StatementFile file) {
    return ledger.statementIntake(Language.EN).take(name, sha256(name), file, told::addAll);
  }

  StatementList.Entry entry(StatementRecord statement) {
    return ledger.statementList().find(statement.id()).orElseThrow();
  }

  static Act seen(long lines, long fen) {
    return act("as the statement says").seeing(Seen.of(lines, new Money(fen)));
  }

  // ---- payments

  /** Serials that are long enough to be known by themselves. */
  static PayoutLine longLine(int place) {
    return line("SERIAL-00" + place, place, 101L * place);
  }

  /** The number of a batch of such lines, which is due. */
  String accepted(int lines) {
    List<PayoutLine> all = new ArrayList<>();
    for (int i = 1; i <= lines; i++) {
      all.add(longLine(i));
    }
    return accept("a.csv", List.of(all)).get(0);
  }

  /** The number of the batch that pays a failed payment again, and is not sent yet. */
  String retryOfFailed() {
    List<PayoutLine> lines = List.of(longLine(1));
    String batchNo = accept("a.csv", List.of(lines)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).failed(lines.get(0)).to(notifies);
    return accept("retry.csv", List.of(lines)).get(0);
  }
}

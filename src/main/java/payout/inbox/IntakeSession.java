package payout.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import payout.batch.Fault;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.FileRecord;
import payout.ledger.IntakeStore;
import payout.ledger.StagedBatch;
import payout.ledger.account.AccountEntry;
import payout.ledger.serial.SerialEntry;

/**
 * The reading of one file, in the steps that the route shows: chunks of rows, records, valid lines,
 * batches, decision. It holds a few chunks and batches at a time, regardless of the size of the
 * file.
 *
 * <p>Side threads help: one reads the next chunk, one binds half of a chunk, one stages batches.
 * Everything else happens on the thread of the route, including faults.
 *
 * <p>Invariant: before {@link #decide} nothing of the file can be sent. If the session ends before
 * that, the file stays in the inbox and the ledger is as if it had never been read.
 */
public final class IntakeSession implements AutoCloseable {

  private static final int ENTRIES_IN_MEMORY = 1_000_000;
  private static final int SMALL_FILE_BYTES = 1_000_000;

  /** Far above any limit of a file, which is refused then, and far below an overflow of a long. */
  private static final Money SUM_MAX = new Money(Long.MAX_VALUE / 2);

  private final InboxFile arrived;
  private final FileRecord file;
  private final IntakeRules rules;
  private final IntakeStore store;
  private final Faults faults = new Faults();
  private final FaultMessages words;
  private final RowSource rows;
  private final RowReader reader;
  private final RowsAhead ahead;
  private final EntrySorter serials;
  private final EntrySorter accounts;
  private final FileWarnings warnings;
  private final Stager stager;
  private final BatchBuilder cutter;
  private final LeftOut leftOut;
  private final Totals totals = new Totals();
  private final Heading heading;
  private final RowFilter filter;
  private final BindInHalves binder = new BindInHalves();
  private LineRules lineRules;

  /** Reads these rows and closes them with itself. */
  IntakeSession(
      RowSource rows,
      InboxFile arrived,
      FileRecord file,
      IntakeRules rules,
      FaultMessages words,
      IntakeStore store)
      throws IOException {
    this.rows = rows;
    this.arrived = arrived;
    this.file = file;
    this.rules = rules;
    this.words = words;
    this.store = store;
    int inMemory = entries(arrived.fingerprint().size());
    this.serials = new EntrySorter(rules.scratch(), inMemory);
    this.accounts = new EntrySorter(rules.scratch(), inMemory);
    this.warnings = new FileWarnings(file, store, rules);
    this.stager = new Stager(batches -> store.stage(file, batches));
    this.cutter = new BatchBuilder(rules.batchLinesMax(), stager);
    this.leftOut = new LeftOut(file, store, rules.leavesOutLines());
    this.reader = rows.read();
    this.ahead = new RowsAhead(reader);
    this.heading = heading();
    this.filter = new RowFilter(heading, faults, words, leftOut, totals);
  }

  private Heading heading() {
    if (rows.faults().isEmpty()) {
      return Heading.read(reader, rules, words, faults::addOfWholeFile);
    }
    rows.faults().forEach(faults::addOfWholeFile);
    return Heading.NONE;
  }

  /** The file as the ledger knows it. */
  public FileRecord file() {
    return file;
  }

  /** The rows under the heading, in chunks of at most 1000, fewer when they are long. */
  public Iterator<List<Row>> chunks() {
    return new Chunks();
  }

  /** Binds the rows that are lines to records of the file's layout. */
  public List<RawLine> bind(List<Row> rows) {
    return binder.bind(filter.lines(rows));
  }

  /** Checks lines and returns the valid ones; the faults of the others are recorded. */
  public List<PayoutLine> check(List<RawLine> raw) {
    List<PayoutLine> valid = new ArrayList<>(raw.size());
    List<Fault> found = new ArrayList<>();
    for (RawLine line : raw) {
      totals.add(line);
      found.clear();
      PayoutLine checked = lineRules.check(line, found);
      if (checked == null) {
        filter.mark(line.row(), line.serial());
        faults.addAll(found);
        leftOut.add(line, found, heading.layout());
      } else {
        valid.add(checked);
      }
    }
    return valid;
  }

  /** Aggregates valid lines into batches, which go to the ledger. */
  public void aggregate(List<PayoutLine> lines) {
    for (PayoutLine line : lines) {
      if (!cutter.amount().isMoreThan(SUM_MAX)) {
        int place = cutter.add(line);
        serials.add(SerialEntry.of(line.serial(), place));
        accounts.add(AccountEntry.of(line, place));
        warnings.line(line, place);
      }
    }
    leftOut.endOfChunk();
  }

  /**
   * Takes or refuses the file, in one commit of the ledger.
   *
   * @throws FileChangedException when the bytes that were checked are not those that arrived
   */
  public FileRecord decide() {
    requireUnchanged();
    List<StagedBatch> unstaged = cutter.finish();
    // The file waits for both, so neither waits for the other.
    Stream.of(serials, accounts).parallel().forEach(EntrySorter::sort);
    if (filter.shortEnd() > 0 && !arrived.fingerprint().endsWithLineEnd()) {
      faults.add(words.fault(filter.shortEnd(), "", RejectCode.FILE_CUT_SHORT));
    }
    return new FileDecision(
            file, rules, store, faults, words, leftOut, warnings, arrived.open()::progressed)
        .decide(heading, filter, totals, cutter, unstaged, serials, accounts);
  }

  /** The rules for lines, with generated serials where the layout has none. */
  private LineRules rulesForLines() {
    Layout layout = heading.layout();
    GeneratedSerials made = null;
    if (layout.has(Layout.Trait.GENERATED_SERIALS)) {
      int serialBytesMax = rules.line().serialBytesMax();
      if (serialBytesMax < GeneratedSerials.BYTES) {
        faults.add(
            words.fault(
                Fault.WHOLE_FILE,
                "",
                RejectCode.SERIALS_DO_NOT_FIT,
                GeneratedSerials.BYTES,
                serialBytesMax));
      }
      made = madeSerials();
    }
    return new LineRules(rules.line(), rules.payer().charset(), layout, made, words);
  }

  private GeneratedSerials madeSerials() {
    try {
      return GeneratedSerials.of(rows, arrived, rules, words, store.timesAgain(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The digest covers the parsed bytes; the rest of an abandoned file is read for it too. */
  private void requireUnchanged() {
    try {
      ahead.close();
      if (!reader.sha256().equals(file.sha256())) {
        throw new FileChangedException(file.name());
      }
      arrived.requireUnchanged();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int entries(long bytes) {
    return bytes < SMALL_FILE_BYTES ? (int) (bytes / 8 + 1) : ENTRIES_IN_MEMORY;
  }

  @Override
  public void close() throws IOException {
    try (rows;
        reader;
        serials;
        accounts;
        binder;
        stager;
        ahead) {
      // The side threads end before what they use is closed.
    }
  }

  /** Reads ahead by one chunk, so that the route ends when the rows do. */
  private final class Chunks implements Iterator<List<Row>> {

    private List<Row> next;

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = heading.isValid() ? read() : List.of();
      }
      return !next.isEmpty();
    }

    @Override
    public List<Row> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      List<Row> chunk = next;
      next = null;
      return chunk;
    }

    private List<Row> read() {
      if (lineRules == null) {
        lineRules = rulesForLines();
      }
      if (filter.lines() > rules.fileLinesMax()) {
        filter.forgetTotal();
        return List.of();
      }
      return ahead.next(this::unreadable);
    }

    private void unreadable(UnreadableRowException row) {
      faults.add(words.unreadable(row));
      filter.forgetTotal();
    }
  }
}

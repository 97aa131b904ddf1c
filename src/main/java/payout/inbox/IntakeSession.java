package payout.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import payout.batch.Checkpoint;
import payout.batch.Fault;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.FileRecord;
import payout.ledger.IntakeStore;
import payout.ledger.SerialEntry;

/**
 * The reading of one file, in the steps that the route shows: chunks of rows, records, sound lines,
 * batches, decision. Holds one chunk and one batch at a time, whatever the size of the file.
 *
 * <p>Invariant: until {@link #decide} nothing of the file can be sent, and whatever ends the
 * session before that leaves the file in the inbox and the ledger as if it had never been read.
 */
public final class IntakeSession implements AutoCloseable {

  private static final int ROWS_A_CHUNK = 1000;
  private static final int ENTRIES_IN_MEMORY = 1_000_000;
  private static final int SMALL_FILE_BYTES = 1_000_000;

  /** Far over any limit of a file, which is refused then, and far from where a long overflows. */
  private static final Money SUM_MAX = new Money(Long.MAX_VALUE / 2);

  private final InboxFile arrived;
  private final FileRecord file;
  private final IntakeRules rules;
  private final IntakeStore store;
  private final MessageDigest digest = Fingerprint.newDigest();
  private final Faults faults = new Faults();
  private final RowReader reader;
  private final SerialSorter serials;
  private final Cutter cutter;
  private final LeftOut leftOut;
  private final Totals totals = new Totals();
  private RowFilter filter;
  private RecordBinder binder;
  private LineRules lineRules;
  private Layout layout = Layout.PLAIN;
  private boolean headerIsSound;

  IntakeSession(InboxFile arrived, FileRecord file, IntakeRules rules, IntakeStore store)
      throws IOException {
    this.arrived = arrived;
    this.file = file;
    this.rules = rules;
    this.store = store;
    this.serials = new SerialSorter(rules.scratch(), entries(arrived.fingerprint().size()));
    this.cutter =
        new Cutter(
            rules.batchLinesMax(),
            batches -> {
              store.stage(file, batches);
              Checkpoint.BATCHES_STAGED.pass();
            });
    this.leftOut = new LeftOut(file, store, rules.leavesOutLines());
    this.reader =
        new RowReader(
            new DigestInputStream(Files.newInputStream(arrived.path()), digest),
            arrived.fingerprint().charset());
    readHeader();
  }

  /** The file as the ledger knows it. */
  public FileRecord file() {
    return file;
  }

  /** The rows under the heading, in chunks of at most 1000, fewer when they are long. */
  public Iterator<List<Row>> chunks() {
    return new Chunks();
  }

  /** Binds those rows that are lines to records of the file's layout. */
  public List<RawLine> bind(List<Row> rows) {
    return binder.bind(filter.lines(rows));
  }

  /** Checks lines; what is wrong with the others is noted. */
  public List<PayoutLine> check(List<RawLine> raw) {
    List<PayoutLine> sound = new ArrayList<>(raw.size());
    List<Fault> found = new ArrayList<>();
    for (RawLine line : raw) {
      totals.add(line);
      found.clear();
      PayoutLine checked = lineRules.check(line, found);
      if (checked == null) {
        faults.addAll(found);
        leftOut.add(line, found, layout);
      } else {
        sound.add(checked);
      }
    }
    return sound;
  }

  /** Aggregates sound lines into batches, which go to the ledger. */
  public void aggregate(List<PayoutLine> lines) {
    for (PayoutLine line : lines) {
      if (!cutter.amount().isMoreThan(SUM_MAX)) {
        serials.add(SerialEntry.of(line.serial(), cutter.add(line)));
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
    cutter.finish();
    return new FileDecision(file, rules, store, faults, leftOut)
        .decide(layout, filter, totals, cutter, serials);
  }

  private void readHeader() {
    try {
      Row first = reader.hasNext() ? reader.next() : new Row(1, List.of());
      Optional<Layout> known = Layout.ofHeader(first);
      headerIsSound = known.isPresent();
      layout = known.orElse(Layout.PLAIN);
      filter = new RowFilter(layout, first.fields().size(), faults, leftOut, totals);
      if (!headerIsSound) {
        String reason =
            "The first row must be the heading of a known layout, such as "
                + PlainRecord.HEADER
                + ".";
        faults.add(new Fault(1, "", RejectCode.UNKNOWN_HEADER.name(), reason));
      }
    } catch (UnreadableRowException e) {
      faults.add(e.fault());
      filter = new RowFilter(layout, 0, faults, leftOut, totals);
    }
    binder = new RecordBinder(layout);
    lineRules = new LineRules(rules.line(), rules.payer().charset(), layout);
  }

  /** The digest covers what was parsed; the rest of an abandoned file is read for it as well. */
  private void requireUnchanged() {
    try {
      reader.drain();
      String seen = HexFormat.of().formatHex(digest.digest());
      if (!seen.equals(file.sha256())) {
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
    serials.close();
    reader.close();
  }

  /** Reads ahead by one chunk, so that the route ends when the rows do. */
  private final class Chunks implements Iterator<List<Row>> {

    private List<Row> ahead;

    @Override
    public boolean hasNext() {
      if (ahead == null) {
        ahead = headerIsSound ? read() : List.of();
      }
      return !ahead.isEmpty();
    }

    @Override
    public List<Row> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      List<Row> chunk = ahead;
      ahead = null;
      return chunk;
    }

    private List<Row> read() {
      return filter.lines() > rules.fileLinesMax()
          ? List.of()
          : reader.next(ROWS_A_CHUNK, faults::add);
    }
  }
}

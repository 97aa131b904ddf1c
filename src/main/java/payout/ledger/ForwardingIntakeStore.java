package payout.ledger;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import payout.batch.PayoutLine;
import payout.ledger.serial.SerialIndex;

/**
 * Passes everything on to another store. What takes files in by other rules overrides what differs;
 * a new method of the store asks of each such class whether it does.
 */
public abstract class ForwardingIntakeStore implements IntakeStore {

  private final IntakeStore store;

  /** Passes on to this store. */
  protected ForwardingIntakeStore(IntakeStore store) {
    this.store = store;
  }

  @Override
  public void stage(FileRecord file, List<StagedBatch> batches) {
    store.stage(file, batches);
  }

  @Override
  public void restage(FileRecord file, StagedBatch batch) {
    store.restage(file, batch);
  }

  @Override
  public void stageRejected(FileRecord file, int chunk, byte[] data) {
    store.stageRejected(file, chunk, data);
  }

  @Override
  public Turn takeTurn(FileRecord file, List<StagedBatch> last, long[] serials) {
    return store.takeTurn(file, last, serials);
  }

  @Override
  public List<SerialIndex.Hit> addSerials(FileRecord file, long[] entries) {
    return store.addSerials(file, entries);
  }

  @Override
  public void removeSerials(FileRecord file, long[] entries) {
    store.removeSerials(file, entries);
  }

  @Override
  public Lookback lookback(FileRecord file, LookbackRules rules) {
    return store.lookback(file, rules);
  }

  @Override
  public Lookback.Found addAccounts(FileRecord file, long[] entries, Lookback lookback) {
    return store.addAccounts(file, entries, lookback);
  }

  @Override
  public Lookback.Found findAccounts(FileRecord file, long[] entries, Lookback lookback) {
    return store.findAccounts(file, entries, lookback);
  }

  @Override
  public List<Long> batchesOfSerial(String serial) {
    return store.batchesOfSerial(serial);
  }

  @Override
  public Optional<Payment> lastPayment(String account) {
    return store.lastPayment(account);
  }

  @Override
  public boolean wasPaid(String account) {
    return store.wasPaid(account);
  }

  @Override
  public PaidAfterAll.Known paidAfterAll() {
    return store.paidAfterAll();
  }

  @Override
  public List<PayoutLine> stagedLines(FileRecord file, int place) {
    return store.stagedLines(file, place);
  }

  @Override
  public Optional<BatchContent> content(long batchId) {
    return store.content(batchId);
  }

  @Override
  public Origin origin(long batchId) {
    return store.origin(batchId);
  }

  @Override
  public int timesAgain(FileRecord file) {
    return store.timesAgain(file);
  }

  @Override
  public boolean isUsed(FileRecord file, String batchNo, List<PayoutLine> lines) {
    return store.isUsed(file, batchNo, lines);
  }

  @Override
  public LocalDate today() {
    return store.today();
  }

  @Override
  public boolean isLost(FileRecord file) {
    return store.isLost(file);
  }

  @Override
  public void keepPayOn(FileRecord file, LocalDate day) {
    store.keepPayOn(file, day);
  }

  @Override
  public FileRecord accept(FileRecord file, Decision decision, long[] accounts) {
    return store.accept(file, decision, accounts);
  }

  @Override
  public FileRecord reject(FileRecord file, Decision decision) {
    return store.reject(file, decision);
  }
}

package payout.sandbox;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** The parts of a simulator, and what a test or an operator can do to them while it runs. */
abstract class Controls {
  final Book book;
  final Faults faults = new Faults();
  final NotifyPlanner planner = new NotifyPlanner();
  final NotifyCourier courier;
  final Clock clock;
  final Statements statements;
  private final NotifyClient client = new NotifyClient();
  private final NotifyWriter writer;

  Controls(SimulatorConfig config) {
    clock = config.clock;
    book = new Book(config.balance, config.verifyWindow, clock);
    if (config.data != null) {
      book.open(config.data);
    }
    statements = new Statements(book, config.partner, clock);
    writer = new NotifyWriter(config.partner, config.keys, clock);
    ResendSchedule schedule = new ResendSchedule(config.scheduleScale);
    courier = new NotifyCourier(book, writer, client, schedule, faults, clock);
  }

  /** What was posted, taken, paid and notified. */
  public final Book book() {
    return book;
  }

  /** Switches a fault on; several of them wait in the order in which they were switched on. */
  public final void fault(Fault fault) {
    faults.add(fault);
  }

  /** The faults that still wait to happen. */
  public final List<Fault> faults() {
    return faults.active();
  }

  /** Switches every fault off and releases the notifies that were held back. */
  public final void clearFaults() {
    faults.clear();
    courier.release();
  }

  /** Switches every fault of one kind off; NOTIFY_HOLD releases the notifies that it held back. */
  public final void clearFaults(FaultKind kind) {
    faults.clear(kind);
    if (kind == FaultKind.NOTIFY_HOLD) {
      courier.release();
    }
  }

  /** Sets the payer's balance, yuan. */
  public final void balance(BigDecimal amount) {
    book.add(new Journal.Event.BalanceSet(amount));
  }

  /**
   * Delivers every notify of the batch once more, now, under its old id, outside the schedule, even
   * if it was answered.
   *
   * @throws NoSuchElementException if this batch was never taken
   */
  public final List<DeliveryRecord> redeliver(String batchNo) {
    TakenBatch batch = batch(batchNo);
    List<DeliveryRecord> deliveries = new ArrayList<>();
    for (NotifyEntry entry : new LinkedHashSet<>(batch.notifies())) {
      deliveries.add(courier.deliverNow(batch, entry));
    }
    return deliveries;
  }

  /** Delivers all true results of the batch under a new id, regardless of earlier notifies. */
  public final DeliveryRecord notifyAnew(String batchNo) {
    return courier.deliverNow(
        batch(batchNo), new NotifyEntry(planner.newId(), NotifyEntry.Shape.BY_HAND));
  }

  /**
   * Sends a notify made by hand to where the batch of {@code batch_no} is notified.
   *
   * @param params those missing of notify_time, notify_type, notify_id, pay_user_id,
   *     pay_account_no, sign_type and sign are added
   */
  public final NotifyAnswer sendNotify(Map<String, String> params) {
    TakenBatch batch = batch(params.getOrDefault("batch_no", ""));
    return sendNotify(batch.notifyUrl(), batch.charset(), params);
  }

  /** Sends a notify made by hand anywhere, in any charset of the document. */
  public final NotifyAnswer sendNotify(String url, String charset, Map<String, String> params) {
    Map<String, String> given = new LinkedHashMap<>(params);
    given.putIfAbsent("notify_id", planner.newId());
    Map<String, String> whole = writer.complete(given, charset);
    NotifyEntry entry = new NotifyEntry(whole.get("notify_id"), NotifyEntry.Shape.BY_HAND);
    Instant at = clock.instant();
    book.notifyStates().delivering(entry);
    NotifyAnswer answer = client.post(url, Form.encode(whole, Charsets.named(charset)));
    courier.record(whole.getOrDefault("batch_no", ""), entry, 0, at, answer);
    return answer;
  }

  /**
   * A statement of the account, as the merchant page hands it out.
   *
   * @throws NoSuchElementException when its period is not over yet or has no movements
   */
  public final byte[] statement(StatementOrder order) {
    return statements.write(order);
  }

  private TakenBatch batch(String batchNo) {
    return book.batch(batchNo)
        .orElseThrow(() -> new NoSuchElementException("batch " + batchNo + " was not taken"));
  }
}

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

/** What a test or an operator can do to a running simulator. */
final class Controls {
  private final Book book;
  private final Faults faults;
  private final NotifyCourier courier;
  private final NotifyPlanner planner;
  private final NotifyWriter writer;
  private final NotifyClient client;
  private final Clock clock;

  Controls(
      Book book,
      Faults faults,
      NotifyCourier courier,
      NotifyPlanner planner,
      NotifyWriter writer,
      NotifyClient client,
      Clock clock) {
    this.book = book;
    this.faults = faults;
    this.courier = courier;
    this.planner = planner;
    this.writer = writer;
    this.client = client;
    this.clock = clock;
  }

  void fault(Fault fault) {
    faults.add(fault);
  }

  List<Fault> faults() {
    return faults.active();
  }

  void clear() {
    faults.clear();
    courier.release();
  }

  void clear(FaultKind kind) {
    faults.clear(kind);
    if (kind == FaultKind.NOTIFY_HOLD) {
      courier.release();
    }
  }

  void balance(BigDecimal amount) {
    book.add(new Journal.Event.BalanceSet(amount));
  }

  /** Delivers every notify of the batch once more, under its old id, even if it was answered. */
  List<DeliveryRecord> redeliver(String batchNo) {
    TakenBatch batch = batch(batchNo);
    List<DeliveryRecord> deliveries = new ArrayList<>();
    for (NotifyEntry entry : new LinkedHashSet<>(batch.notifies())) {
      deliveries.add(courier.deliverNow(batch, entry));
    }
    return deliveries;
  }

  /** Delivers all true results of the batch under a new id. */
  DeliveryRecord notifyAnew(String batchNo) {
    return courier.deliverNow(
        batch(batchNo), new NotifyEntry(planner.newId(), NotifyEntry.Shape.BY_HAND));
  }

  NotifyAnswer sendNotify(String url, String charset, Map<String, String> params) {
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

  NotifyAnswer sendNotify(Map<String, String> params) {
    TakenBatch batch = batch(params.getOrDefault("batch_no", ""));
    return sendNotify(batch.notifyUrl(), batch.charset(), params);
  }

  private TakenBatch batch(String batchNo) {
    return book.batch(batchNo)
        .orElseThrow(() -> new NoSuchElementException("batch " + batchNo + " was not taken"));
  }
}

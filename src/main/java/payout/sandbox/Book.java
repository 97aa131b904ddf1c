package payout.sandbox;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gateway's own book: what was posted, taken, paid and notified. Tests compare the product's
 * ledger with it.
 *
 * <p>Invariant: the book contains nothing that is not in its journal, so a restarted simulator
 * knows every number that it ever took. Thread-safe.
 */
public final class Book {
  private static final BigDecimal ZERO = BigDecimal.ZERO.setScale(2);

  private final Map<String, TakenBatch> batches = new LinkedHashMap<>();
  private final List<PostRecord> posts = new ArrayList<>();
  private final List<DeliveryRecord> deliveries = new ArrayList<>();
  private final Map<String, Integer> postsOfSerial = new HashMap<>();
  private final Map<String, String> paidBy = new HashMap<>();
  private final NotifyStates notifyStates;
  private BigDecimal balance;
  private long innerSerials;
  private Journal journal;

  Book(BigDecimal balance, Duration verifyWindow, Clock clock) {
    this.balance = balance;
    this.notifyStates = new NotifyStates(verifyWindow, clock);
  }

  /** Every batch that was taken, oldest first. */
  public synchronized List<TakenBatch> batches() {
    return List.copyOf(batches.values());
  }

  /** The batch of this number, if it was taken. */
  public synchronized Optional<TakenBatch> batch(String batchNo) {
    return Optional.ofNullable(batches.get(batchNo));
  }

  /** Every line that was taken, in the order in which they were taken. */
  public List<BookLine> lines() {
    return batches().stream().flatMap(batch -> batch.lines().stream()).toList();
  }

  /** Every line for which money moved. */
  public List<BookLine> paidLines() {
    return lines().stream().filter(BookLine::isPaid).toList();
  }

  /** The sum of all lines taken, yuan. */
  public BigDecimal takenAmount() {
    return batches().stream().map(TakenBatch::amount).reduce(ZERO, BigDecimal::add);
  }

  /** The sum of all lines paid, yuan. */
  public BigDecimal paidAmount() {
    return batches().stream().map(TakenBatch::paidAmount).reduce(ZERO, BigDecimal::add);
  }

  /** Every post that was seen, taken or not, oldest first. */
  public synchronized List<PostRecord> posts() {
    return List.copyOf(posts);
  }

  /** The posts of this batch number, oldest first. */
  public List<PostRecord> postsOf(String batchNo) {
    return posts().stream().filter(post -> post.batchNo().equals(batchNo)).toList();
  }

  /** How often a line of this serial was posted, taken or not. */
  public synchronized int timesPosted(String serial) {
    return postsOfSerial.getOrDefault(serial, 0);
  }

  /** Every delivery of a notify, oldest first. */
  public synchronized List<DeliveryRecord> deliveries() {
    return List.copyOf(deliveries);
  }

  /** The deliveries for this batch number, oldest first. */
  public List<DeliveryRecord> deliveriesOf(String batchNo) {
    return deliveries().stream().filter(one -> one.batchNo().equals(batchNo)).toList();
  }

  /** The payer's balance, yuan. */
  public synchronized BigDecimal balance() {
    return balance;
  }

  /** Reads the journal of the folder and writes to it from now on. */
  void open(Path folder) {
    journal = Journal.open(folder, this::apply);
  }

  void close() {
    if (journal != null) {
      journal.close();
    }
  }

  NotifyStates notifyStates() {
    return notifyStates;
  }

  synchronized long nextInnerSerial() {
    return innerSerials;
  }

  /** Writes the journal first: it must contain everything that is answered or sent. */
  synchronized void add(Journal.Event event) {
    if (journal != null) {
      journal.append(event);
    }
    apply(event);
  }

  /** Refuses a line that was paid before, and a batch that the balance does not cover. */
  synchronized void refuseUnlessPayable(List<PayLine> lines, BigDecimal amount) {
    boolean fresh = lines.stream().noneMatch(line -> paidBy.containsKey(line.serial()));
    Refusal.unless(fresh, "TRANS_NO_NOT_UNIQUE", "a serial was paid in another batch");
    Refusal.unless(amount.compareTo(balance) <= 0, "NOT_ENOUGH_AMOUNT", "the balance is too low");
  }

  private synchronized void apply(Journal.Event event) {
    if (event instanceof Journal.Event.Posted posted) {
      apply(posted);
    } else if (event instanceof Journal.Event.Delivered delivered) {
      deliveries.add(delivered.delivery());
      notifyStates.delivered(delivered.delivery());
    } else if (event instanceof Journal.Event.BalanceSet set) {
      balance = set.amount();
    }
  }

  private void apply(Journal.Event.Posted posted) {
    posts.add(posted.post());
    TakenBatch batch = posted.batch();
    countSerials(batch == null ? posted.details() : batch.details());
    if (batch != null) {
      apply(batch);
    }
  }

  private void countSerials(String details) {
    if (!details.isEmpty()) {
      for (String record : details.split("\\|")) {
        postsOfSerial.merge(record.split("\\^", 2)[0], 1, Integer::sum);
      }
    }
  }

  private void apply(TakenBatch batch) {
    batches.put(batch.batchNo(), batch);
    notifyStates.planned(batch.notifies());
    List<BookLine> lines = batch.lines();
    innerSerials += lines.size();
    for (BookLine line : lines) {
      if (line.isPaid()) {
        paidBy.put(line.serial(), batch.batchNo());
        balance = balance.subtract(line.amount());
      }
    }
  }
}

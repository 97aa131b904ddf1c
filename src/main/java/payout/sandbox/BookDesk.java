package payout.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /book}: the book as JSON, amounts as strings. Without a query the sums and one row for
 * each batch; with {@code ?batch_no=N} everything about one batch: lines, posts, deliveries.
 */
public final class BookDesk {
  private final Book book;

  BookDesk(Book book) {
    this.book = book;
  }

  /** Answers one request; called by the route. */
  public SandboxAnswer answer(SandboxRequest request) {
    try {
      Map<String, String> params = Form.decode(request.queryBytes(), StandardCharsets.UTF_8);
      String batchNo = params.get("batch_no");
      return SandboxAnswer.json(200, batchNo == null ? summary() : batch(batchNo));
    } catch (Refusal unreadable) {
      return SandboxAnswer.text(400, unreadable.getMessage() + "\n");
    }
  }

  private Map<String, Object> summary() {
    List<TakenBatch> batches = book.batches();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("batches", batches.stream().map(this::row).toList());
    view.put("batches_taken", batches.size());
    view.put("lines_paid", batches.stream().mapToInt(batch -> batch.paidLines().size()).sum());
    view.put("amount_taken", book.takenAmount());
    view.put("amount_paid", book.paidAmount());
    view.put("balance", book.balance());
    view.put("posts", book.posts().size());
    view.put("deliveries", book.deliveries().size());
    return view;
  }

  private Map<String, Object> row(TakenBatch batch) {
    List<BookLine> lines = batch.lines();
    long paid = lines.stream().filter(BookLine::isPaid).count();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("batch_no", batch.batchNo());
    row.put("taken_at", batch.takenAt());
    row.put("lines", lines.size());
    row.put("amount", batch.amount());
    row.put("paid", paid);
    row.put("failed", lines.size() - paid);
    row.put("amount_paid", batch.paidAmount());
    row.put("posts", book.postsOf(batch.batchNo()).size());
    row.put("notified", notified(batch));
    return row;
  }

  private boolean notified(TakenBatch batch) {
    return batch.notifies().stream().noneMatch(book.notifyStates()::isOpen);
  }

  private Map<String, Object> batch(String batchNo) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("batch_no", batchNo);
    view.put("batch", book.batch(batchNo).map(this::row).orElse(null));
    view.put("lines", book.batch(batchNo).map(TakenBatch::lines).orElse(List.of()));
    view.put("posts", book.postsOf(batchNo));
    view.put("deliveries", book.deliveriesOf(batchNo));
    return view;
  }
}

package payout.console;

import java.util.List;
import java.util.Optional;
import payout.batch.OutputKind;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.Publication;
import payout.ledger.PublicationLedger;
import payout.outbox.Publisher;

/**
 * The files of the outbox, for whoever asks for one again: made from the ledger, a batch at a time,
 * so that they are there also when somebody fetched them, and on every node.
 *
 * <p>Invariant: a name from an address is only compared with the names that the ledger published
 * for that payout file. It is never part of a path.
 */
public final class Outputs {

  private static final String CSV = "text/csv";
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  /** More than these are corrections. */
  private static final int LISTED_MAX = 200;

  private final PublicationLedger ledger;
  private final Publisher publisher;

  Outputs(PublicationLedger ledger, Publisher publisher) {
    this.ledger = ledger;
    this.publisher = publisher;
  }

  /** What is in the outbox about a payout file as a whole, at most 200, the oldest first. */
  List<Output> of(FileRecord file) {
    return named(ledger.publishedOf(file, LISTED_MAX));
  }

  /** The results in the outbox of these batches of a payout file, which are in order. */
  List<Output> of(FileRecord file, List<BatchRecord> batches) {
    return batches.isEmpty()
        ? List.of()
        : named(
            ledger.publishedOfBatches(
                file, batches.get(0).id(), batches.get(batches.size() - 1).id()));
  }

  private List<Output> named(List<Publication> published) {
    return published.stream()
        .map(each -> new Output(publisher.name(each), each.kind(), each.batchId()))
        .toList();
  }

  /** The names of the files about a payout file that are in the outbox, the oldest first. */
  List<String> names(long fileId) {
    return ledger.publishedOf(fileId).stream().map(publisher::name).toList();
  }

  /**
   * A file as it is in the outbox, to be saved.
   *
   * @param name as it came from the caller
   * @return empty when none of this name was published for that payout file
   */
  Optional<Reply> download(long fileId, String name) {
    return ledger.publishedOf(fileId).stream()
        .filter(each -> publisher.name(each).equals(name))
        .findFirst()
        .map(this::download);
  }

  private Reply download(Publication output) {
    String type = output.kind() == OutputKind.RESULT_SHEET ? XLSX : CSV;
    return Reply.download(type, publisher.name(output), out -> publisher.rewrite(output, out));
  }

  /**
   * A file in the outbox.
   *
   * @param name its name
   * @param kind what it contains
   * @param batchId the batch that it is about; 0 for the whole file
   */
  public record Output(String name, OutputKind kind, long batchId) {}
}

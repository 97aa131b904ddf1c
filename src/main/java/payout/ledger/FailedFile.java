package payout.ledger;

import java.util.function.BiConsumer;

/** Is told of a file that could not be decided, and why; it is tried again the next time. */
@FunctionalInterface
public interface FailedFile extends BiConsumer<FileRecord, RuntimeException> {}

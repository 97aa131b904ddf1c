/**
 * Compares the cost of the product with plain programs that promise less: {@code mvn -Pbench
 * verify}.
 *
 * <p>Each program runs in a separate JVM, and they do the same work alternately, so that a busy
 * machine slows all of them. {@link payout.bench.Bench} starts them, {@link
 * payout.bench.WorkerMain} runs in each of them.
 */
package payout.bench;

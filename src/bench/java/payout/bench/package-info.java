/**
 * What the product costs, beside programs written by hand that promise less: {@code mvn -Pbench
 * verify}.
 *
 * <p>Each program runs in a JVM of its own and does the same work in turn, so that a busy machine
 * slows all of them. {@link payout.bench.Bench} starts them, {@link payout.bench.WorkerMain} is
 * inside of them.
 */
package payout.bench;

/**
 * The gateway simulator: the other side of the connection, on loopback, as strict as the document
 * of {@code batch_trans_notify_no_pwd} 1.3 allows.
 *
 * <p>It takes batches, pays or fails each payee by its name ({@link payout.sandbox.PayeeRules}),
 * sends notifies, answers {@code notify_verify}, keeps a durable {@link payout.sandbox.Book} of
 * what was paid, hands out statements of it ({@link payout.sandbox.StatementDesk}), and fails on
 * request ({@link payout.sandbox.FaultKind}, {@link payout.sandbox.StatementFault}).
 *
 * <p>Invariant: this package signs, parses and encodes with separate code and imports nothing of
 * the product. Otherwise one mistake could hide on both sides. It may use the JDK, SLF4J, Jackson
 * (journal and JSON view), picocli (its own main) and, in {@link payout.sandbox.CamelAdapter} and
 * {@link payout.sandbox.SandboxServer} alone, Camel and Vert.x.
 */
package payout.sandbox;

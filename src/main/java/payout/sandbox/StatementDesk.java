package payout.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.NoSuchElementException;

/**
 * {@code GET /statement}: a statement of the account as the merchant page hands it out. The query
 * has:
 *
 * <ul>
 *   <li>{@code period=2026-03-10}, or {@code 2026-03} for a month;
 *   <li>{@code layout=<}{@link StatementLayout}{@code >} ({@code V1});
 *   <li>{@code packing=<}{@link StatementOrder.Packing}{@code >} ({@code PLAIN});
 *   <li>{@code later=<days>} (0): as if so many days had passed, because the running day has none;
 *   <li>{@code fault=<}{@link StatementFault.Kind}{@code >} or {@code <Kind>:<serial>}, separated
 *       by commas.
 * </ul>
 */
public final class StatementDesk {
  private final Statements statements;

  StatementDesk(Statements statements) {
    this.statements = statements;
  }

  /** Answers one request; called by the route. */
  public SandboxAnswer answer(SandboxRequest request) {
    try {
      StatementOrder order =
          StatementOrder.parse(Form.decode(request.queryBytes(), StandardCharsets.UTF_8));
      return SandboxAnswer.of(200, "application/octet-stream", statements.write(order));
    } catch (Refusal | IllegalArgumentException | DateTimeException e) {
      return SandboxAnswer.text(400, e.getMessage() + "\n");
    } catch (NoSuchElementException e) {
      return SandboxAnswer.text(404, e.getMessage() + "\n");
    }
  }
}

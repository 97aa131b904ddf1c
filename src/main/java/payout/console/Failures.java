package payout.console;

import java.util.Map;
import java.util.Set;

/** How a failure is told: a page for a person, problem+json (RFC 9457) for a program. */
final class Failures {

  private static final Set<Integer> KNOWN = Set.of(400, 404, 405, 413, 429);

  private final Templates templates;

  Failures(Templates templates) {
    this.templates = templates;
  }

  /** To the log-in, or 401 for a program. */
  Reply notLoggedIn(Endpoint endpoint) {
    return endpoint.isCall()
        ? problem(401, "A valid token is missing: Authorization: Bearer TOKEN.")
            .with("WWW-Authenticate", "Bearer")
        : Reply.redirect("/login");
  }

  Reply refused(boolean isCall, Visit visit, RefusedException refusal) {
    String sentence = isCall ? refusal.getMessage() : refusal.in(visit.language());
    Reply reply =
        isCall
            ? problem(refusal.status(), sentence)
            : templates.page(refusal.status(), visit, "failure", Map.of("sentence", sentence));
    return refusal.status() == 429 || refusal.status() == 503
        ? reply.with("Retry-After", "1")
        : reply;
  }

  Reply unavailable(boolean isCall, Visit visit, RuntimeException cause) {
    String key = cause instanceof UsersFileException ? "failure.users" : "failure.ledger";
    return refused(isCall, visit, RefusedException.of(503, key));
  }

  Reply of(int status, boolean isCall, Visit visit) {
    String key = "failure." + (KNOWN.contains(status) ? status : 500);
    return refused(isCall, visit, RefusedException.of(status, key));
  }

  private static Reply problem(int status, String sentence) {
    return Json.reply(
        status, "application/problem+json", Map.of("status", status, "detail", sentence));
  }
}

package payout.console;

import java.util.List;
import java.util.Map;
import payout.ledger.About;
import payout.ledger.AuditKind;
import payout.ledger.SessionLedger;
import payout.ledger.SessionLedger.Session;

/** Who is logged in: oneself, for an operator everybody; and how a session is ended. */
final class SessionPages {

  private static final int SESSIONS_MAX = 200;

  private final Templates templates;
  private final SessionLedger sessions;

  private final Recorder recorder;

  SessionPages(Templates templates, SessionLedger sessions, Recorder recorder) {
    this.recorder = recorder;
    this.templates = templates;
    this.sessions = sessions;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.page("GET", "/sessions", Role.VIEWER, this::list),
        Endpoint.page("POST", "/sessions/end", Role.VIEWER, this::end));
  }

  private Reply list(Visit visit) {
    List<SessionView> views =
        seenBy(visit.visitor()).stream().map(each -> view(each, visit)).toList();
    return templates.page(visit, "sessions", Map.of("sessions", views));
  }

  /** Ends a session that its visitor may see; one that ended already is as good. */
  private Reply end(Visit visit) {
    String id = visit.form().get("session");
    seenBy(visit.visitor()).stream()
        .filter(session -> session.id().equals(id))
        .forEach(
            session -> {
              sessions.end(session.id());
              recorder.record(visit, AuditKind.SESSION_ENDED, About.thing(session.user()), "");
            });
    return Reply.redirect("/sessions");
  }

  private List<Session> seenBy(Visitor visitor) {
    return visitor.may(Role.OPERATOR)
        ? sessions.all(SESSIONS_MAX)
        : sessions.of(visitor.name(), SESSIONS_MAX);
  }

  private static SessionView view(Session session, Visit visit) {
    boolean isThis = session.id().equals(Secrets.hash(visit.visitor().secret()));
    return new SessionView(session, isThis);
  }
}

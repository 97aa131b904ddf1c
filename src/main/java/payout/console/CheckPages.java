package payout.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import payout.inbox.ConsoleInbox;
import payout.ledger.Submission;

/** What came of files that were only checked; each is shown to whoever brought it in. */
final class CheckPages {

  private static final int CHECKS_MAX = 50;
  private static final String ID_FORM = "[1-9][0-9]{0,17}";

  private final Templates templates;
  private final ConsoleInbox inbox;
  private final CheckReports reports;

  CheckPages(Templates templates, ConsoleInbox inbox, CheckReports reports) {
    this.templates = templates;
    this.inbox = inbox;
    this.reports = reports;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.page("GET", "/checks", Role.SUBMITTER, this::checks));
  }

  private Reply checks(Visit visit) {
    List<CheckEntry> found = new ArrayList<>();
    for (String id : visit.query().all("id").stream().limit(CHECKS_MAX).toList()) {
      if (id.matches(ID_FORM)) {
        inbox
            .find(Long.parseLong(id))
            .filter(Submission::onlyCheck)
            .filter(check -> check.submittedBy().equals(visit.visitor().name()))
            .ifPresent(check -> found.add(entry(check)));
      }
    }
    if (found.isEmpty()) {
      throw new RefusedException(404, Texts.in(visit.language()).of("check.unknown"));
    }
    return templates.page(visit, "checks", Map.of("checks", found, "renewal", renewal(found)));
  }

  /** Where the page renews itself; empty once all checks are over. */
  private static String renewal(List<CheckEntry> checks) {
    return checks.stream().allMatch(CheckEntry::isOver)
        ? ""
        : checks.stream()
            .map(each -> "id=" + each.check().id())
            .collect(Collectors.joining("&", "/checks?", "&renewed=yes"));
  }

  private CheckEntry entry(Submission check) {
    boolean isOver = check.state() == Submission.State.TAKEN;
    return new CheckEntry(
        check,
        isOver,
        check.archiveName().startsWith(".done/"),
        isOver ? reports.of(check) : List.of());
  }
}

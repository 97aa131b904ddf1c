package payout.route;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import payout.config.EndpointUri;
import payout.config.InboxSettings;
import payout.config.Settings;
import payout.inbox.ConsoleInbox;
import payout.inbox.InboxName;
import payout.ledger.Submission;
import payout.setup.IntakeSettings;

/**
 * Creates a route for each folder in the settings from which files are taken, and those for
 * submitted files, from the route templates in {@code routes/}.
 */
final class InboxRoutes {

  private static final String WAITING = InboxName.KEPT.get(0);
  private static final List<String> ARCHIVES = InboxName.KEPT.subList(1, 3);

  private final Settings settings;
  private final ArchiveFiles archive;
  private final Function<String, InboxArchive> strategies;
  private final ConsoleInbox console;
  private final Shutdown shutdown;

  /**
   * The routes of these settings.
   *
   * @param strategies makes what claims, opens and moves the files of a place, by the place's name
   * @param console the inbox of submitted files, which has no folder
   */
  InboxRoutes(
      Settings settings,
      ArchiveFiles archive,
      Function<String, InboxArchive> strategies,
      ConsoleInbox console,
      Shutdown shutdown) {
    this.settings = settings;
    this.archive = archive;
    this.strategies = strategies;
    this.console = console;
    this.shutdown = shutdown;
  }

  /** Adds the routes to a context that is not started yet. */
  void addTo(CamelContext camel) {
    keepForAllRoutes(((ModelCamelContext) camel).getRouteConfigurationDefinitions());
    List<EndpointUri> inboxes = settings.inbox().endpoints();
    for (int i = 0; i < inboxes.size(); i++) {
      addInbox(camel, InboxSettings.name(i), inboxes.get(i));
    }
    addSubmissions(camel, Submission.INBOX, "receive-file", false);
    addSubmissions(camel, InboxSettings.checkOf(Submission.INBOX), "check-file", true);
    Path approvals = settings.acceptance().approvalFolder();
    if (approvals != null) {
      String strategy = strategy(camel, InboxSettings.APPROVALS);
      String uri = InboxEndpoint.approvals(approvals, settings.inbox(), strategy);
      add(camel, "approvals", "take-approvals", Map.of("uri", uri));
    }
    Path statements = settings.statements().folder();
    if (statements != null) {
      String strategy = strategy(camel, InboxSettings.STATEMENTS);
      String uri = InboxEndpoint.statements(statements, settings.inbox(), strategy);
      add(camel, "statements", "take-statements", Map.of("uri", uri));
      if (settings.inbox().archiveKeepDays() > 0) {
        ARCHIVES.forEach(each -> addStatementArchive(camel, statements.resolve(each)));
      }
    }
  }

  /**
   * Camel may name the configuration that applies to all routes while it applies it, depending on
   * the order in which it loads files. From then on it would apply only to routes that name it, and
   * not to these, which are made later.
   */
  private static void keepForAllRoutes(List<RouteConfigurationDefinition> configurations) {
    configurations.stream()
        .filter(each -> !each.hasCustomIdAssigned())
        .forEach(each -> each.setId(null));
  }

  private void addInbox(CamelContext camel, String name, EndpointUri inbox) {
    String uri = InboxEndpoint.consumer(inbox, settings.inbox(), strategy(camel, name));
    add(camel, "inbox", name, Map.of("inbox", name, "flow", "receive-file", "uri", uri));
    String checked = InboxSettings.checkOf(name);
    String check = InboxEndpoint.check(inbox, settings.inbox(), strategy(camel, checked));
    add(camel, "inbox", checked, Map.of("inbox", name, "flow", "check-file", "uri", check));
    addWaiting(camel, name, inbox.sub(WAITING));
    if (settings.inbox().archiveKeepDays() > 0) {
      ARCHIVES.forEach(folder -> addArchive(camel, name, folder, inbox.sub(folder)));
    }
  }

  /** Files that are only checked have a route of their own, so that no other waits for them. */
  private void addSubmissions(CamelContext camel, String place, String flow, boolean onlyCheck) {
    String bean = "submissions-of-" + place;
    InboxArchive strategy = strategies.apply(place);
    camel
        .getRegistry()
        .bind(
            bean,
            new TakeSubmissions(
                console, onlyCheck, IntakeSettings.work(settings), strategy, shutdown));
    String uri =
        "timer:" + place + "?delay=0&includeMetadata=false&period=" + settings.inbox().pollMs();
    Map<String, Object> parameters =
        Map.of("inbox", Submission.INBOX, "submissions", bean, "flow", flow, "uri", uri);
    add(camel, "submissions", place, parameters);
  }

  private String strategy(CamelContext camel, String place) {
    String bean = "archive-of-" + place;
    camel.getRegistry().bind(bean, strategies.apply(place));
    return bean;
  }

  private void addWaiting(CamelContext camel, String name, EndpointUri folder) {
    String route = name + "-waiting";
    camel.getRegistry().bind(route + "-decided", archive.decided(name));
    camel.getRegistry().bind(route + "-in-use", archive.onceFilesWaited(name));
    add(camel, "move-decided", route, Map.of("inbox", name, "uri", folder.toUri()));
  }

  /** The folder's name without its dot names the route: {@code inbox-done}. */
  private void addArchive(CamelContext camel, String name, String archived, EndpointUri folder) {
    String route = name + "-" + archived.substring(1);
    camel.getRegistry().bind(route + "-expired", archive.expired(name, archived));
    add(camel, "clean-archive", route, Map.of("archive", route, "uri", folder.toUri()));
  }

  private void addStatementArchive(CamelContext camel, Path folder) {
    String route = InboxSettings.STATEMENTS + "-" + folder.getFileName().toString().substring(1);
    camel.getRegistry().bind(route + "-expired", archive.expiredStatements());
    String uri = EndpointUri.local(folder.toString(), Map.of()).toUri();
    add(camel, "clean-archive", route, Map.of("archive", route, "uri", uri));
  }

  private static void add(
      CamelContext camel, String template, String route, Map<String, Object> parameters) {
    TemplatedRouteBuilder.builder(camel, template).routeId(route).parameters(parameters).add();
  }
}

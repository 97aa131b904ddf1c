package payout.route;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import payout.config.EndpointUri;
import payout.config.InboxSettings;
import payout.config.Settings;
import payout.inbox.InboxName;

/**
 * Creates a route for each folder in the settings from which files are taken, from the route
 * templates in {@code routes/}.
 */
final class InboxRoutes {

  private static final String WAITING = InboxName.KEPT.get(0);
  private static final List<String> ARCHIVES = InboxName.KEPT.subList(1, 3);

  private final Settings settings;
  private final ArchiveFiles archive;

  InboxRoutes(Settings settings, ArchiveFiles archive) {
    this.settings = settings;
    this.archive = archive;
  }

  /** Adds the routes to a context that is not started yet. */
  void addTo(CamelContext camel) {
    List<EndpointUri> inboxes = settings.inbox().endpoints();
    for (int i = 0; i < inboxes.size(); i++) {
      addInbox(camel, InboxSettings.name(i), inboxes.get(i));
    }
    Path approvals = settings.acceptance().approvalFolder();
    if (approvals != null) {
      String uri = InboxEndpoint.approvals(approvals, settings.inbox());
      add(camel, "approvals", "take-approvals", Map.of("uri", uri));
    }
  }

  private void addInbox(CamelContext camel, String name, EndpointUri inbox) {
    String uri = InboxEndpoint.consumer(inbox, settings.inbox());
    add(camel, "inbox", name, Map.of("inbox", name, "flow", "receive-file", "uri", uri));
    String check = InboxEndpoint.check(inbox, settings.inbox());
    add(camel, "inbox", name + "-check", Map.of("inbox", name, "flow", "check-file", "uri", check));
    addWaiting(camel, name, inbox.sub(WAITING));
    if (settings.inbox().archiveKeepDays() > 0) {
      ARCHIVES.forEach(folder -> addArchive(camel, name, folder, inbox.sub(folder)));
    }
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

  private static void add(
      CamelContext camel, String template, String route, Map<String, Object> parameters) {
    TemplatedRouteBuilder.builder(camel, template).routeId(route).parameters(parameters).add();
  }
}

package payout.route;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;

/**
 * The routes without which a promise would silently be broken: each of them pays, records, reports,
 * watches or cleans up. The service does not start with a folder of routes that lacks one.
 */
final class RequiredRoutes {

  private static final List<String> ROUTES =
      List.of(
          "receive-file",
          "check-file",
          "claim-batch",
          "submit-batch",
          "accept-notify",
          "notify-verify",
          "publish-results",
          "clean-submissions",
          "look-again",
          "wake",
          "watch",
          "watch-archives",
          "watch-waiting",
          "catch-up",
          "seal-trail");

  /**
   * The templates of the inboxes, the archives, and the folders of approval files and statements.
   */
  private static final List<String> TEMPLATES =
      List.of("inbox", "submissions", "approvals", "statements", "move-decided", "clean-archive");

  /** Tell what needs a person, where that is switched on. */
  private static final Map<String, String> NOTICES =
      Map.of(
          "look-for-notices", "payout.notice.on",
          "tell-webhook", "payout.notice.webhook",
          "tell-mail", "payout.notice.mail");

  /** Ends the claim of an exchange that failed. */
  private static final String SUBMIT_ENDS = "submit-batch-ends";

  private RequiredRoutes() {}

  /**
   * Requires all of them.
   *
   * @param folder where the routes were loaded from
   * @throws IllegalStateException that names all that is missing and the folder
   */
  static void require(CamelContext camel, Path folder) {
    List<String> missing = missing(camel);
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "There is no "
              + missing.get(0)
              + " in "
              + folder
              + (missing.size() == 1 ? "" : ", and no " + others(missing))
              + "; copy the folder routes/ of the distribution there.");
    }
  }

  private static String others(List<String> missing) {
    return String.join(", ", missing.subList(1, missing.size()));
  }

  private static List<String> missing(CamelContext camel) {
    Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    List<String> missing = new ArrayList<>();
    for (String id : ROUTES) {
      if (model.getRouteDefinition(id) == null) {
        missing.add("route " + id);
      }
    }
    new TreeMap<>(NOTICES)
        .forEach(
            (id, placeholder) -> {
              if (isOn(camel, placeholder) && model.getRouteDefinition(id) == null) {
                missing.add("route " + id);
              }
            });
    for (String id : TEMPLATES) {
      if (model.getRouteTemplateDefinition(id) == null) {
        missing.add("route template " + id);
      }
    }
    if (model.getRouteConfigurationDefinition(SUBMIT_ENDS) == null) {
      missing.add("route configuration " + SUBMIT_ENDS);
    }
    if (model.getRouteConfigurationDefinitions().stream().noneMatch(RequiredRoutes::raisesAlarm)) {
      missing.add("route configuration errors");
    }
    return missing;
  }

  private static boolean isOn(CamelContext camel, String placeholder) {
    return camel
        .getPropertiesComponent()
        .resolveProperty(placeholder)
        .map(Boolean::parseBoolean)
        .orElse(false);
  }

  /** Whether it raises an alarm for what no step handles, in all routes, because it has no id. */
  private static boolean raisesAlarm(RouteConfigurationDefinition configuration) {
    return !configuration.hasCustomIdAssigned()
        && configuration.getOnExceptions().stream()
            .anyMatch(handler -> handler.getExceptions().contains(Throwable.class.getName()));
  }
}

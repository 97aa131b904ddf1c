package payout.route;

import java.util.LinkedHashMap;
import java.util.Map;
import payout.config.GatewaySettings;
import payout.config.NoticeSettings;
import payout.config.Settings;

/** Camel's own options that are no settings, because a promise depends on each of them. */
final class CamelOptions {

  /** The workers that Vert.x has by default; each may be asking about a notify. */
  private static final int QUESTIONS_AT_ONCE = 20;

  /**
   * The webhook is called by one thread; while it hangs, it takes no connection from the others.
   */
  private static final int NOTICES_AT_ONCE = 1;

  private CamelOptions() {}

  static Map<String, String> of(Settings settings) {
    Map<String, String> options = new LinkedHashMap<>();
    main(settings, options);
    http(settings, options);
    server(settings, options);
    observation(settings, options);
    routes(settings, options);
    return options;
  }

  private static void main(Settings settings, Map<String, String> options) {
    options.put("camel.main.name", "payout");
    options.put(
        "camel.main.routesIncludePattern", "file:" + settings.home().routes() + "/*.camel.yaml");
    options.put("camel.main.autoConfigurationLogSummary", "false");
    options.put("camel.main.startupRecorder", "off");
    // The body of a file stays a file; a stream cache would hold it in memory.
    options.put("camel.main.streamCachingEnabled", "false");
  }

  /**
   * By default Camel's HTTP client repeats a POST that is answered 503 or 429, and holds at most 20
   * connections to one host. Each post and each question about a notify needs a connection.
   */
  private static void http(Settings settings, Map<String, String> options) {
    String connections =
        Integer.toString(settings.gateway().inFlightMax() + QUESTIONS_AT_ONCE + NOTICES_AT_ONCE);
    for (String component : new String[] {"http", "https"}) {
      String prefix = "camel.component." + component + ".";
      options.put(prefix + "automaticRetriesDisabled", "true");
      options.put(prefix + "connectionsPerRoute", connections);
      options.put(prefix + "maxTotalConnections", connections);
      options.put(prefix + "followRedirects", "false");
      options.put(prefix + "authCachingDisabled", "true");
      options.put(prefix + "cookieManagementDisabled", "true");
    }
  }

  private static void server(Settings settings, Map<String, String> options) {
    options.put("camel.server.enabled", "true");
    options.put("camel.server.host", settings.notification().host());
    options.put("camel.server.port", Integer.toString(settings.notification().port()));
    options.put("camel.server.fileUploadEnabled", "false");
  }

  private static void observation(Settings settings, Map<String, String> options) {
    options.put("camel.management.enabled", "true");
    options.put("camel.management.host", settings.management().host());
    options.put("camel.management.port", Integer.toString(settings.management().port()));
    options.put("camel.management.healthCheckEnabled", "true");
    options.put("camel.management.metricsEnabled", "true");
    options.put("camel.metrics.enabled", "true");
    // It looks through all meters whenever an exchange ends, and says what those of routes say.
    options.put("camel.metrics.enableExchangeEventNotifier", "false");
    options.put("camel.metrics.textFormatVersion", "0.0.4");
    options.put("camel.health.enabled", "true");
    options.put("camel.health.exposureLevel", "oneline");
    // Their trouble is an alarm. It keeps nobody from paying, and the next poll may be an hour
    // away.
    options.put("camel.health.excludePattern", "consumer:inbox(-[0-9]+)?-(waiting|done|rejected)");
  }

  /** The placeholders of the routes; {@code docs/integrators.md} offers the first two to others. */
  private static void routes(Settings settings, Map<String, String> options) {
    options.put("payout.home", settings.home().root().toString());
    options.put("payout.sandbox", Boolean.toString(settings.kind() == Settings.Kind.SANDBOX));
    GatewaySettings gateway = settings.gateway();
    options.put("payout.gateway.url", gateway.url().toString());
    options.put("payout.gateway.connect-timeout-ms", Integer.toString(gateway.connectTimeoutMs()));
    options.put("payout.gateway.read-timeout-ms", Integer.toString(gateway.readTimeoutMs()));
    options.put("payout.gateway.in-flight-max", Integer.toString(gateway.inFlightMax()));
    options.put("payout.notify.path", settings.notification().path());
    options.put("payout.notify.verify", Boolean.toString(settings.notification().verify()));
    notices(settings.notices(), options);
    options.put("payout.outbox.done-file", Boolean.toString(settings.outbox().doneFile()));
    options.put("payout.outbox.endpoint", InboxEndpoint.producer(settings.outbox()));
    options.put("payout.outbox.reports", InboxEndpoint.reports(settings.outbox()));
  }

  /** No key and no password: of the webhook the server alone. */
  private static void notices(NoticeSettings notices, Map<String, String> options) {
    options.put("payout.notice.on", Boolean.toString(notices.isOn()));
    options.put("payout.notice.webhook", Boolean.toString(notices.url().isPresent()));
    options.put("payout.notice.mail", Boolean.toString(notices.mail().isPresent()));
    notices.url().ifPresent(url -> options.put("payout.notice.server", WebhookCall.server(url)));
    notices
        .mail()
        .ifPresent(
            mail -> {
              options.put("payout.notice.mail.endpoint", NoticeMail.endpoint(mail));
              options.put("payout.notice.mail.from", mail.from());
              options.put("payout.notice.mail.to", String.join(",", mail.to()));
            });
  }
}

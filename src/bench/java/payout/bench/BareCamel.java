package payout.bench;

import java.util.Properties;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * Camel Main with the servers and components that the product uses, as Camel makes them, and no
 * route, no ledger and no check: what a start costs at least.
 */
final class BareCamel {

  private BareCamel() {}

  /**
   * Runs until it is stopped; arguments: the port of the server, the port of health and metrics.
   */
  public static void main(String[] arguments) throws Exception {
    Properties all = new Properties();
    all.setProperty("camel.main.name", "bare");
    all.setProperty("camel.main.routesIncludePattern", "false");
    all.setProperty("camel.main.autoConfigurationLogSummary", "false");
    all.setProperty("camel.server.enabled", "true");
    all.setProperty("camel.server.host", "127.0.0.1");
    all.setProperty("camel.server.port", arguments[0]);
    all.setProperty("camel.management.enabled", "true");
    all.setProperty("camel.management.host", "127.0.0.1");
    all.setProperty("camel.management.port", arguments[1]);
    all.setProperty("camel.management.healthCheckEnabled", "true");
    all.setProperty("camel.management.metricsEnabled", "true");
    all.setProperty("camel.metrics.enabled", "true");
    all.setProperty("camel.health.enabled", "true");
    Main main = new Main();
    main.setOverrideProperties(all);
    main.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
    main.configure().setAutoConfigurationSystemPropertiesEnabled(false);
    main.setDefaultPropertyPlaceholderLocation("false");
    main.addMainListener(new Components());
    main.run();
  }

  /** Made and started as if a route named them. */
  private static final class Components extends MainListenerSupport {

    @Override
    public void beforeStart(BaseMainSupport support) {
      for (String name :
          new String[] {
            "bean", "direct", "file", "http", "https", "log", "platform-http", "seda", "timer"
          }) {
        support.getCamelContext().getComponent(name);
      }
      support.getCamelContext().resolveLanguage("simple");
    }
  }
}

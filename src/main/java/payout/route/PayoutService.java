package payout.route;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpMethod;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.config.Settings;
import payout.ledger.Ledger;
import payout.ledger.sql.LedgerUnavailableException;

/**
 * The running service: Camel with the routes of {@code routes/}, the beans that they name, and the
 * options that the promises need.
 */
public final class PayoutService {

  private static final Logger LOG = LoggerFactory.getLogger(PayoutService.class);

  /** Seconds for posts and notifies in flight; the whole shutdown takes less than 30. */
  private static final int SHUTDOWN_SECONDS = 20;

  /** How long the gateway may then take to answer; an aborted call is recorded as unknown. */
  private static final long LAST_ANSWER_MS = 12_000;

  /** Seconds for the rest, before the process exits in any case. */
  private static final int EXTRA_SECONDS = 6;

  private final Settings settings;
  private final Ledger ledger;
  private final Beans beans;
  private final Shutdown shutdown = new Shutdown();
  private final Main main = new Main();
  private final Http1Vertx vertx = new Http1Vertx();
  private final PrometheusMeterRegistry meters;
  private final Tracing tracing;

  /**
   * A service that is not yet started. It goes by the ledger's time.
   *
   * @param wall the clock of this machine, by which its files are dated
   */
  public PayoutService(Settings settings, Ledger ledger, ChinaClock wall) {
    this.settings = settings;
    this.ledger = ledger;
    // Camel's own shutdown hook would let the process end before the ledger is closed.
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    this.tracing = Tracing.of(settings.management().traces(), ledger.nodeName(), ledger.version());
    this.meters = metersOf(ledger.nodeName());
    this.beans = new Beans(settings, ledger, wall, shutdown, () -> meters);
  }

  /**
   * Runs until {@link #end} or {@link #stop} is called.
   *
   * @param started runs when all routes are up
   */
  public void run(Runnable started) throws Exception {
    configure(started);
    main.run();
  }

  /**
   * Starts on a thread of its own and returns when all routes are up.
   *
   * @throws Exception when a route is invalid, a port is in use or a bean is missing
   */
  public void start() throws Exception {
    CompletableFuture<Void> up = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                run(() -> up.complete(null));
              } catch (Exception e) {
                up.completeExceptionally(e);
              }
            },
            "payout");
    thread.start();
    up.get();
  }

  /**
   * Seals what was done last; what cannot be sealed is sealed by the next start. Whoever closes the
   * ledger calls it first: a listener of Camel's may run while the ledger is being closed.
   */
  public void sealRest() {
    beans.sealTrail().end();
  }

  /** Shuts down in order: nothing new begins, and what is in flight may end. */
  public void stop() {
    shutdown.begin();
    main.stop();
    sealRest();
  }

  /** Makes {@link #run} shut down in order, and does not wait for it. */
  public void end() {
    shutdown.begin();
    main.getShutdownStrategy().shutdown();
  }

  /**
   * The parts of the service that are down, such as a server that is away, as sentences for people;
   * it answers at once, with what was found within the last seconds.
   */
  public Supplier<List<String>> troubles() {
    return new Troubles(this::healthResults, System::nanoTime);
  }

  private Collection<HealthCheck.Result> healthResults() {
    CamelContext camel = main.getCamelContext();
    return camel == null || !camel.isStarted()
        ? List.of()
        : HealthCheckHelper.invoke(camel, HealthAnswer.FULL);
  }

  /** Camel's own context, once started. */
  public CamelContext camel() {
    return main.getCamelContext();
  }

  private void configure(Runnable started) {
    FolderModes.prepare(settings);
    recover();
    Checkpoint.SENDING_RECOVERED.pass();
    beans.reads().start();
    beans.retake().ifPresent(beans::tellRetaken);
    main.setOverrideProperties(properties());
    main.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
    main.configure().setAutoConfigurationSystemPropertiesEnabled(false);
    main.setDefaultPropertyPlaceholderLocation("false");
    main.configure().setShutdownTimeout(SHUTDOWN_SECONDS);
    main.configure().setExtraShutdownTimeout(EXTRA_SECONDS);
    beans.bindTo(main);
    main.bind("vertx", vertx);
    main.bind(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
    main.addMainListener(new Wiring(started));
  }

  /** The leases of what is not recovered now end all the same. */
  private void recover() {
    try {
      beans.recover();
    } catch (LedgerUnavailableException e) {
      LOG.warn("What was in flight is recovered later. {}", e.getMessage());
    }
  }

  private Properties properties() {
    Properties all = new Properties();
    settings.camel().forEach(all::setProperty);
    CamelOptions.of(settings).forEach(all::setProperty);
    return all;
  }

  /** Camel takes it for its own meters, too. */
  private static PrometheusMeterRegistry metersOf(String node) {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    if (!node.isEmpty()) {
      meters.config().commonTags("node", node);
    }
    return meters;
  }

  /** What needs the context: one consumer an inbox, and the guard before the notify route. */
  private final class Wiring extends MainListenerSupport {

    private final Runnable started;

    Wiring(Runnable started) {
      this.started = started;
    }

    /** Else PAYOUT_GATEWAY_URL would turn a sandbox to the gateway, past all checks. */
    @Override
    public void beforeInitialize(BaseMainSupport support) {
      PropertiesComponent placeholders =
          (PropertiesComponent) support.getCamelContext().getPropertiesComponent();
      placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
      placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
      support.getCamelContext().addComponent("file", beans.localFolders());
      support.getCamelContext().getCamelContextExtension().addInterceptStrategy(new StepNames());
    }

    @Override
    public void beforeStart(BaseMainSupport support) {
      tracing.addTo(support.getCamelContext());
      RequiredRoutes.require(support.getCamelContext(), settings.home().routes());
      addHealthChecks(support.getCamelContext());
      beans.inboxRoutes().addTo(support.getCamelContext());
    }

    @Override
    public void afterStart(BaseMainSupport support) {
      addGuard(support.getCamelContext());
      beans.registerMeters(meters);
      started.run();
    }

    @Override
    public void beforeStop(BaseMainSupport support) {
      shutdown.begin();
      beans.abortIn(LAST_ANSWER_MS);
    }

    @Override
    public void afterStop(BaseMainSupport support) {
      beans.reads().close();
      beans.ledgerMeters().close();
      tracing.close();
      vertx.end();
    }

    private void addHealthChecks(CamelContext camel) {
      HealthCheckRegistry checks = HealthCheckRegistry.get(camel);
      camel.getRegistry().findByType(HealthCheck.class).forEach(checks::register);
    }

    private void addGuard(CamelContext camel) {
      for (VertxPlatformHttpRouter router :
          camel.getRegistry().findByType(VertxPlatformHttpRouter.class)) {
        if (router.isMainServer()) {
          String path = settings.notification().path();
          router.route(HttpMethod.POST, path).order(-1).handler(beans.guard());
          router.route().last().handler(beans.guard().elsewhere(path));
          for (int status : new int[] {400, 404, 500}) {
            router.errorHandler(status, beans.guard().unroutable());
          }
          ((GuardedServer) router.getServer().getServer()).guardBy(beans.guard());
        } else {
          HealthAnswer.serve(camel, vertx, router);
        }
      }
    }
  }
}

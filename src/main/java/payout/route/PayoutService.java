package payout.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpMethod;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.config.Settings;
import payout.ledger.Ledger;

/**
 * The running service: Camel with the routes of {@code routes/}, the beans that they name, and the
 * options that the promises need.
 */
public final class PayoutService {

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

  /** A service that is not yet started. */
  public PayoutService(Settings settings, Ledger ledger, ChinaClock clock) {
    this.settings = settings;
    this.ledger = ledger;
    // Camel's own shutdown hook would let the process end before the ledger is closed.
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    this.beans = new Beans(settings, ledger, clock, shutdown, () -> meters(main.getCamelContext()));
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

  /** Shuts down in order: nothing new begins, and what is in flight may end. */
  public void stop() {
    shutdown.begin();
    main.stop();
  }

  /** Makes {@link #run} shut down in order, and does not wait for it. */
  public void end() {
    shutdown.begin();
    main.getShutdownStrategy().shutdown();
  }

  /** Camel's own context, once started. */
  public CamelContext camel() {
    return main.getCamelContext();
  }

  private void configure(Runnable started) {
    FolderModes.prepare(settings);
    beans.recover();
    Checkpoint.SENDING_RECOVERED.pass();
    main.setOverrideProperties(properties());
    main.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
    main.configure().setAutoConfigurationSystemPropertiesEnabled(false);
    main.setDefaultPropertyPlaceholderLocation("false");
    main.configure().setShutdownTimeout(SHUTDOWN_SECONDS);
    main.configure().setExtraShutdownTimeout(EXTRA_SECONDS);
    beans.bindTo(main);
    main.bind("vertx", vertx);
    main.addMainListener(new Wiring(started));
    beans.reads().start();
  }

  private Properties properties() {
    Properties all = new Properties();
    settings.camel().forEach(all::setProperty);
    CamelOptions.of(settings).forEach(all::setProperty);
    return all;
  }

  private static MeterRegistry meters(CamelContext camel) {
    return camel == null ? null : camel.getRegistry().findSingleByType(MeterRegistry.class);
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
    }

    @Override
    public void beforeStart(BaseMainSupport support) {
      RequiredRoutes.require(support.getCamelContext(), settings.home().routes());
      addHealthChecks(support.getCamelContext());
      beans.inboxRoutes().addTo(support.getCamelContext());
    }

    @Override
    public void afterStart(BaseMainSupport support) {
      addGuard(support.getCamelContext());
      beans.registerMeters(meters(support.getCamelContext()));
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
          HealthAnswer.serve(camel, router);
        }
      }
    }
  }
}

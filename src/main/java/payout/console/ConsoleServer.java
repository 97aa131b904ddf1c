package payout.console;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import payout.config.ConsoleSettings;

/**
 * The port of the console and of the HTTP interface. It has threads of its own, so that a page that
 * waits for the ledger delays no payment.
 */
public final class ConsoleServer implements AutoCloseable {

  /** Bytes of a form without files. */
  static final int FORM_BYTES_MAX = 8 * 1024 * 1024;

  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final int PAGES_AT_ONCE = 8;
  private static final int SUBMISSIONS_AT_ONCE = 4;
  private static final int DOWNLOADS_AT_ONCE = 12;
  private static final int HEADER_BYTES_MAX = 16 * 1024;
  private static final int LINE_BYTES_MAX = 4 * 1024;
  private static final int FIELDS_MAX = 10_000;

  /** What the system takes of an answer before its caller reads it, so that a pace is seen. */
  private static final int SEND_BUFFER_BYTES = 256 * 1024;

  private static final int START_SECONDS = 30;
  private static final int FAILURES_FROM = 400;

  private final Vertx vertx;
  private final HttpServer server;

  private ConsoleServer(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for any free one
   * @param work the folder for bodies while they come in
   * @param limits what is taken from callers
   * @throws IllegalStateException when the port cannot be used
   */
  static ConsoleServer start(
      ConsoleSettings settings,
      int port,
      List<Endpoint> endpoints,
      Dispatcher dispatcher,
      Path work,
      Limits limits) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2));
    try {
      Router router = Router.router(vertx);
      Connections connections = new Connections(vertx, limits.idleMs());
      router.route().handler(connections::begin);
      router.route().handler(SecurityHeaders::add);
      Bodies bodies = new Bodies(vertx, work, limits);
      Workers workers = Workers.of(vertx);
      endpoints.forEach(endpoint -> add(router, endpoint, dispatcher, bodies, workers));
      Addresses addresses = new Addresses(endpoints);
      router.route().last().handler(context -> requireMethod(context, addresses));
      nothingElse(router, dispatcher, workers);
      router.route().last().failureHandler(context -> failed(dispatcher, context));
      for (int status : new int[] {400, 404, 405, 413, 429, 500}) {
        router.errorHandler(status, failed(dispatcher, status));
      }
      HttpServer server =
          vertx
              .createHttpServer(options(settings))
              .connectionHandler(connections::admit)
              .requestHandler(request -> route(router, request))
              .listen(port, settings.host())
              .toCompletionStage()
              .toCompletableFuture()
              .get(START_SECONDS, TimeUnit.SECONDS);
      return new ConsoleServer(vertx, server);
    } catch (Exception e) {
      vertx.close();
      throw new IllegalStateException(
          "The console cannot listen on " + settings.host() + ":" + port + ": " + e.getMessage(),
          e);
    }
  }

  /** Vert.x's router logs a stack trace for an address that it cannot decode. */
  private static void route(Router router, HttpServerRequest request) {
    if (BROKEN_ESCAPE.matcher(request.uri()).find()) {
      request
          .response()
          .setStatusCode(400)
          .putHeader("Connection", "close")
          .putHeader("Content-Type", "application/problem+json")
          .end("{\"status\":400,\"detail\":\"The address cannot be read.\"}");
    } else {
      router.handle(request);
    }
  }

  private static void add(
      Router router, Endpoint endpoint, Dispatcher dispatcher, Bodies bodies, Workers workers) {
    Route route = router.route(HttpMethod.valueOf(endpoint.method()), endpoint.path());
    route.handler(context -> dispatcher.admit(endpoint, context, workers.pages()));
    if (endpoint.hasBody()) {
      route.handler(bodies.reader(endpoint));
    }
    route.handler(context -> dispatcher.answer(endpoint, context, workers.of(endpoint.lane())));
  }

  /** An address of the table that was asked with another method. */
  private static void requireMethod(RoutingContext context, Addresses addresses) {
    String allowed = addresses.allowed(context.normalizedPath());
    if (allowed.isEmpty()) {
      context.next();
    } else {
      context.response().putHeader("Allow", allowed);
      context.fail(405);
    }
  }

  /** Who is logged in keeps the menu on the page that says so. */
  private static void nothingElse(Router router, Dispatcher dispatcher, Workers workers) {
    Endpoint page = Endpoint.nothing(Endpoint.Kind.PAGE);
    Endpoint call = Endpoint.nothing(Endpoint.Kind.CALL);
    router
        .route()
        .last()
        .handler(
            context -> dispatcher.admit(isCall(context) ? call : page, context, workers.pages()))
        .handler(
            context -> dispatcher.answer(isCall(context) ? call : page, context, workers.pages()));
  }

  static boolean isCall(RoutingContext context) {
    return context.request().path().startsWith("/api/");
  }

  private static Handler<RoutingContext> failed(Dispatcher dispatcher, int status) {
    return context -> dispatcher.fail(context, status);
  }

  /** Any status: the router writes a stack trace for one that nothing handles. */
  private static void failed(Dispatcher dispatcher, RoutingContext context) {
    if (context.statusCode() < FAILURES_FROM) {
      Connections.cut(context.request().connection());
    } else {
      dispatcher.fail(context, context.statusCode());
    }
  }

  private static HttpServerOptions options(ConsoleSettings settings) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false)
            .setMaxHeaderSize(HEADER_BYTES_MAX)
            .setMaxInitialLineLength(LINE_BYTES_MAX)
            .setMaxFormAttributeSize(FORM_BYTES_MAX)
            .setMaxFormFields(FIELDS_MAX)
            .setSendBufferSize(SEND_BUFFER_BYTES)
            .setReusePort(false);
    settings
        .keyStore()
        .ifPresent(
            file ->
                options
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PfxOptions()
                            .setPath(file.toString())
                            .setPassword(settings.keyStorePassword())));
    return options;
  }

  /** The port on which it listens. */
  public int port() {
    return server.actualPort();
  }

  /** Ends it; what is being answered may be cut off. */
  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("The console did not stop.", e);
    }
  }

  /**
   * What is taken from callers.
   *
   * @param fileBytesMax the largest file, bytes
   * @param idleMs how long a connection may stand still while it is its caller's turn, milliseconds
   */
  record Limits(long fileBytesMax, long idleMs) {

    private static final long FORM_BYTES_MIN = 1024L * 1024 * 1024;

    /** A form may hold several files, of which each has at most {@link #fileBytesMax}. */
    long formBytesMax() {
      return Math.max(fileBytesMax, FORM_BYTES_MIN);
    }

    /** The usual ones, for files of this size. */
    static Limits of(long fileBytesMax) {
      return new Limits(fileBytesMax, TimeUnit.MINUTES.toMillis(1));
    }
  }

  /**
   * The threads that answer.
   *
   * @param pages for what is answered at once
   * @param submissions for what may take as long as a file takes to be stored
   * @param downloads for what may take as long as a caller takes to read
   */
  private record Workers(
      WorkerExecutor pages, WorkerExecutor submissions, WorkerExecutor downloads) {

    static Workers of(Vertx vertx) {
      return new Workers(
          vertx.createSharedWorkerExecutor("console-pages", PAGES_AT_ONCE),
          vertx.createSharedWorkerExecutor("console-submissions", SUBMISSIONS_AT_ONCE),
          vertx.createSharedWorkerExecutor("console-downloads", DOWNLOADS_AT_ONCE));
    }

    WorkerExecutor of(Endpoint.Lane lane) {
      return switch (lane) {
        case PAGE -> pages;
        case SUBMISSION -> submissions;
        case DOWNLOAD -> downloads;
      };
    }
  }
}

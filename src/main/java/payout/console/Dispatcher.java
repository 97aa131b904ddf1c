package payout.console;

import io.vertx.core.MultiMap;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.ledger.sql.LedgerException;

/**
 * Between a request and what answers it: who asks, whether that role may, whether a form is ours,
 * and how a failure is told. The visitor is known before a byte of a body is read.
 */
final class Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final String VISITOR = "visitor";
  private static final String NEW_SECRET = "new-secret";
  private static final String NEW_SESSION = "new-session";
  private static final String BEARER = "Bearer ";

  /** A browser saves that many files side by side. */
  static final int DOWNLOADS_OF_USER_MAX = 4;

  /** The field of the address of a page that renews itself without JavaScript. */
  private static final String RENEWED = "renewed";

  private final Doorkeeper doorkeeper;
  private final Cookies cookies;
  private final Failures failures;
  private final ProxyLogin proxy;
  private final CallerAddress callers;
  private final long patienceMs;
  private final PerUser downloads = new PerUser(DOWNLOADS_OF_USER_MAX, "failure.downloads");
  private final RateLimit rate = new RateLimit(System::nanoTime);
  private final WrongTokens wrongTokens = new WrongTokens(System::nanoTime);

  /**
   * For these users.
   *
   * @param patienceMs how long may be waited for a caller that reads, see {@link ReaderPace}
   */
  Dispatcher(
      Doorkeeper doorkeeper,
      Cookies cookies,
      Templates templates,
      ProxyLogin proxy,
      CallerAddress callers,
      long patienceMs) {
    this.patienceMs = patienceMs;
    this.callers = callers;
    this.proxy = proxy;
    this.doorkeeper = doorkeeper;
    this.cookies = cookies;
    this.failures = new Failures(templates);
  }

  /** Lets a request on, or ends it. */
  void admit(Endpoint endpoint, RoutingContext context, WorkerExecutor worker) {
    if (endpoint.hasBody()) {
      context.request().pause();
    }
    onWorker(
        endpoint,
        context,
        worker,
        () -> {
          Visitor visitor = endpoint.isCall() ? caller(context) : guest(endpoint, context);
          context.put(VISITOR, visitor);
          return unlessAllowed(endpoint, visitor);
        });
  }

  private Optional<Reply> unlessAllowed(Endpoint endpoint, Visitor visitor) {
    if (endpoint.role().isPresent() && !visitor.isKnown()) {
      return Optional.of(failures.notLoggedIn(endpoint));
    }
    if (endpoint.role().isPresent() && !visitor.may(endpoint.role().get())) {
      throw RefusedException.of(403, "failure.role", endpoint.role().get().word(), visitor.name());
    }
    return Optional.empty();
  }

  /** A body may have taken minutes to come, in which its sender lost a role. */
  private Optional<Reply> unlessStillAllowed(Endpoint endpoint, RoutingContext context) {
    Visitor before = visitor(context);
    if (!endpoint.hasBody() || !before.isKnown()) {
      return Optional.empty();
    }
    Visitor now = doorkeeper.asOfNow(before);
    context.put(VISITOR, now);
    return unlessAllowed(endpoint, now);
  }

  /** Answers a request whose body is there. */
  void answer(Endpoint endpoint, RoutingContext context, WorkerExecutor worker) {
    if (endpoint.lane() == Endpoint.Lane.DOWNLOAD) {
      try {
        downloads.add(visitor(context).name(), context);
      } catch (RefusedException e) {
        ResponseWriter.end(context, failures.refused(endpoint.isCall(), visit(context), e));
        return;
      }
    }
    onWorker(
        endpoint,
        context,
        worker,
        () -> {
          Optional<Reply> refusal = unlessStillAllowed(endpoint, context);
          if (refusal.isPresent()) {
            return refusal;
          }
          Visit visit = visit(context);
          if (endpoint.hasBody() && !endpoint.isCall()) {
            requireOurForm(context, visit);
          }
          return Optional.of(endpoint.action().answer(visit));
        });
  }

  /** Who makes a request that was admitted. */
  static Visitor visitor(RoutingContext context) {
    return context.get(VISITOR);
  }

  /** Answers what reached no action, or failed outside of one. */
  void fail(RoutingContext context, int status) {
    if (context.failure() instanceof RefusedException refusal) {
      ResponseWriter.end(
          context, failures.refused(ConsoleServer.isCall(context), visit(context), refusal));
      return;
    }
    if (context.failure() != null && status == 500) {
      LOG.warn(
          "The console could not answer {}: {}",
          context.request().path(),
          context.failure().toString());
    }
    ResponseWriter.end(context, failures.of(status, ConsoleServer.isCall(context), visit(context)));
  }

  private void onWorker(
      Endpoint endpoint, RoutingContext context, WorkerExecutor worker, Work work) {
    worker
        .executeBlocking(
            () -> {
              Optional<Reply> reply = replyOf(endpoint, context, work);
              reply.ifPresent(
                  found ->
                      ResponseWriter.write(context, withNewSecret(context, found), patienceMs));
              return reply.isPresent();
            },
            false)
        .onSuccess(
            isAnswered -> {
              if (!isAnswered) {
                context.next();
              }
            })
        .onFailure(context::fail);
  }

  private Optional<Reply> replyOf(Endpoint endpoint, RoutingContext context, Work work) {
    try {
      return work.run();
    } catch (RefusedException e) {
      return Optional.of(failures.refused(endpoint.isCall(), visit(context), e));
    } catch (UsersFileException | LedgerException e) {
      LOG.warn("{}", e.getMessage());
      return Optional.of(failures.unavailable(endpoint.isCall(), visit(context), e));
    } catch (RuntimeException e) {
      LOG.error("The console could not answer {} {}.", endpoint.method(), endpoint.path(), e);
      return Optional.of(failures.of(500, endpoint.isCall(), visit(context)));
    }
  }

  /**
   * The cookie of a session that began with this request, or the one that ties a form to a browser
   * that is not logged in.
   */
  private Reply withNewSecret(RoutingContext context, Reply reply) {
    String session = context.get(NEW_SESSION);
    String secret = context.get(NEW_SECRET);
    if (session == null && secret == null || reply.headers().containsKey("Set-Cookie")) {
      return reply;
    }
    return reply.with(
        "Set-Cookie", session == null ? cookies.visit(secret) : cookies.session(session));
  }

  private Visitor caller(RoutingContext context) {
    String header = context.request().getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Visitor.stranger("");
    }
    String token = header.substring(BEARER.length()).strip();
    Optional<Visitor> visitor = doorkeeper.ofToken(token);
    if (visitor.isPresent() && !rate.admits(Secrets.hash(token))) {
      throw new RefusedException(
          429,
          "This token calls too often: more than "
              + RateLimit.A_SECOND
              + " times a second, for which "
              + RateLimit.AT_ONCE
              + " calls at once are taken. Wait a second.");
    }
    if (visitor.isEmpty()) {
      wrongTokens.add(address(context.request()));
    }
    return visitor.orElse(Visitor.stranger(""));
  }

  private Visitor guest(Endpoint endpoint, RoutingContext context) {
    Visitor visitor =
        doorkeeper.ofSession(cookie(context, cookies.sessionName()), isRenewal(context));
    Optional<String> named =
        proxy.user(peer(context.request()), context.request().headers()::getAll);
    if (named.isPresent() && !named.get().equals(visitor.name())) {
      visitor = named(named.get(), visitor, endpoint, context);
    }
    if (visitor.isKnown()) {
      return visitor;
    }
    String secret = cookie(context, cookies.visitName());
    if (secret.isEmpty()) {
      secret = Secrets.next();
      context.put(NEW_SECRET, secret);
    }
    return Visitor.stranger(secret);
  }

  /** A session of whom the proxy names, in place of another one's; it begins with a page. */
  private Visitor named(String name, Visitor before, Endpoint endpoint, RoutingContext context) {
    String address = address(context.request());
    if (before.isKnown()) {
      doorkeeper.replace(before, address);
    }
    if (endpoint.role().isEmpty() || isRenewal(context)) {
      return Visitor.stranger("");
    }
    Doorkeeper.Entry entry = doorkeeper.enter(name, address, proxy.isProved());
    if (entry.verdict() != Doorkeeper.Verdict.WELCOME) {
      throw RefusedException.of(403, "failure.proxy");
    }
    context.put(NEW_SESSION, entry.secret());
    return doorkeeper.ofSession(entry.secret());
  }

  private String address(HttpServerRequest request) {
    return callers.of(peer(request), request.headers().getAll(CallerAddress.HEADER));
  }

  private static String peer(HttpServerRequest request) {
    return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
  }

  /** Only a page that renews a part of itself asks by htmx, or with this field in its address. */
  private static boolean isRenewal(RoutingContext context) {
    return context.request().method() == HttpMethod.GET
        && (context.request().getHeader("HX-Request") != null
            || context.queryParams().contains(RENEWED));
  }

  private static String cookie(RoutingContext context, String name) {
    Cookie cookie = context.request().getCookie(name);
    return cookie == null ? "" : cookie.getValue();
  }

  /** Browsers say where a form comes from; the token proves it where they do not. */
  private static void requireOurForm(RoutingContext context, Visit visit) {
    String site = context.request().getHeader("Sec-Fetch-Site");
    boolean isForeign = site != null && !site.equals("same-origin") && !site.equals("none");
    if (isForeign || !FormTokens.isValid(visit.visitor(), visit.form().get(FormTokens.FIELD))) {
      throw RefusedException.of(403, "failure.form");
    }
  }

  private Visit visit(RoutingContext context) {
    HttpServerRequest request = context.request();
    Visitor visitor = context.get(VISITOR);
    return new Visit(
        visitor == null ? Visitor.stranger(Secrets.next()) : visitor,
        Map.copyOf(context.pathParams()),
        params(context.queryParams()),
        params(request.formAttributes()),
        uploads(context),
        call(context),
        language(context),
        address(request),
        request.getHeader("HX-Request") != null);
  }

  private static CallInput call(RoutingContext context) {
    String text = context.get(Bodies.TEXT);
    String key = context.request().getHeader("Idempotency-Key");
    return new CallInput(text == null ? "" : text, key == null ? "" : key.strip());
  }

  private static List<Upload> uploads(RoutingContext context) {
    List<Upload> uploads = context.get(Bodies.UPLOADS);
    return uploads == null ? List.of() : uploads;
  }

  private static Params params(MultiMap fields) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String name : fields.names()) {
      values.put(name, List.copyOf(fields.getAll(name)));
    }
    return new Params(values);
  }

  private Locale language(RoutingContext context) {
    String chosen = cookie(context, cookies.languageName());
    if (!chosen.isEmpty()) {
      return Texts.language(chosen);
    }
    String wished = context.request().getHeader("Accept-Language");
    return Texts.language(wished == null ? "" : wished);
  }

  /** A step of a request; an empty reply lets it go on. */
  @FunctionalInterface
  private interface Work {
    Optional<Reply> run();
  }
}

package payout.console;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import payout.batch.StrictText;

/**
 * Reads the body of a request that was admitted: into memory where it is small, into a file of ours
 * where it is a file. Too large is 413; a body that does not come in time ends its connection.
 * Lives on the one event loop of the console.
 */
final class Bodies {

  /** The context's key for the list of {@link Upload}s that came. */
  static final String UPLOADS = "uploads";

  /** The context's key for the text that is the body of a call. */
  static final String TEXT = "text";

  /** So many files come in at once; another one is asked to try again. */
  static final int FILES_AT_ONCE = 32;

  /** So many of them may be of one user, so that the others come in as well. */
  private static final int FILES_OF_USER_MAX = 16;

  private static final int OPEN_FORM_BYTES_MAX = 8 * 1024;
  private static final int SHORT_FORM_BYTES = 64 * 1024;
  private static final int LONG_FORMS_AT_ONCE = 8;
  private static final int CALL_BYTES_MAX = 1024 * 1024;
  private static final long FORM_MS = 30_000;
  private static final long FILE_MS = 15 * 60_000;

  private final Vertx vertx;
  private final Path work;
  private final ConsoleServer.Limits limits;
  private final PerUser ofUser = new PerUser(FILES_OF_USER_MAX, "failure.uploads");
  private int files;
  private int longForms;

  Bodies(Vertx vertx, Path work, ConsoleServer.Limits limits) {
    this.vertx = vertx;
    this.work = work;
    this.limits = limits;
  }

  /** For whoever is not logged in, no form is longer than a log-in. */
  Handler<RoutingContext> reader(Endpoint endpoint) {
    return switch (endpoint.kind()) {
      case PAGE ->
          endpoint.role().isEmpty()
              ? form(BodyHandler.create(false).setBodyLimit(OPEN_FORM_BYTES_MAX), FORM_MS)
              : inTurn(
                  form(
                      BodyHandler.create(false).setBodyLimit(ConsoleServer.FORM_BYTES_MAX),
                      FORM_MS));
      case UPLOAD -> asFile(this::form);
      case CALL -> inTurn(this::collect);
      case FILE_CALL -> this::spool;
    };
  }

  /** Long forms are held in memory, so only a few of them come in at once. */
  private Handler<RoutingContext> inTurn(Handler<RoutingContext> reader) {
    return context -> {
      long announced = announced(context.request());
      if (announced >= 0 && announced <= SHORT_FORM_BYTES) {
        reader.handle(context);
      } else if (longForms >= LONG_FORMS_AT_ONCE) {
        refuse(context, 429);
      } else {
        longForms++;
        Connections.onEnd(context, () -> longForms--);
        reader.handle(context);
      }
    };
  }

  /** Files that come in, each as a body or several in a form. */
  private Handler<RoutingContext> asFile(Handler<RoutingContext> reader) {
    return context -> {
      if (files >= FILES_AT_ONCE) {
        refuse(context, 429);
      } else {
        try {
          ofUser.add(Dispatcher.visitor(context).name(), context);
        } catch (RefusedException e) {
          refuse(context, e);
          return;
        }
        files++;
        Connections.onEnd(context, () -> files--);
        reader.handle(context);
      }
    };
  }

  private void form(RoutingContext context) {
    limit(context, FILE_MS);
    new UploadForm(vertx, work, limits, context).read();
    proceed(context);
  }

  private Handler<RoutingContext> form(BodyHandler reader, long limitMs) {
    return context -> {
      limit(context, limitMs);
      reader.handle(context);
      context.request().exceptionHandler(broken -> refuseUnreadable(context, broken));
      context.request().resume();
    };
  }

  /**
   * Vert.x's own reader of forms also makes a failure of each connection that breaks, with status
   * 200, and its router writes a stack trace for it.
   */
  private static void refuseUnreadable(RoutingContext context, Throwable broken) {
    if (broken instanceof DecoderException) {
      context.fail(400);
    }
  }

  /**
   * The connection ends when the body takes too long, or stands still, since a caller that is that
   * slow reads no answer.
   */
  private void limit(RoutingContext context, long millis) {
    HttpServerRequest request = context.request();
    long timer = vertx.setTimer(millis, late -> endUnlessWhole(request));
    long[] before = {-1};
    long watch =
        vertx.setPeriodic(
            limits.idleMs(),
            tick -> {
              long now = request.bytesRead();
              if (now == before[0]) {
                endUnlessWhole(request);
              }
              before[0] = now;
            });
    Connections.onEnd(
        context,
        () -> {
          vertx.cancelTimer(timer);
          vertx.cancelTimer(watch);
        });
  }

  private static void endUnlessWhole(HttpServerRequest request) {
    if (!request.isEnded()) {
      Connections.cut(request.connection());
    }
  }

  /** The body of a call, whatever type it says it has. */
  private void collect(RoutingContext context) {
    HttpServerRequest request = context.request();
    Buffer body = Buffer.buffer();
    limit(context, FORM_MS);
    request.handler(
        buffer -> {
          body.appendBuffer(buffer);
          if (body.length() > CALL_BYTES_MAX) {
            refuse(context, 413);
          }
        });
    request.endHandler(ended -> take(context, body.getBytes()));
    proceed(context);
  }

  private static void take(RoutingContext context, byte[] body) {
    try {
      context.put(TEXT, StrictText.decode(body, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      context.fail(400);
      return;
    }
    context.next();
  }

  private void spool(RoutingContext context) {
    if (announced(context.request()) > limits.fileBytesMax()) {
      refuse(context, 413);
      return;
    }
    asFile(this::store).handle(context);
  }

  private void store(RoutingContext context) {
    Spool spool = new Spool(vertx, work, context);
    limit(context, FILE_MS);
    acknowledge(context);
    // What came before the connection broke is dropped with the request.
    context.request().exceptionHandler(broken -> {});
    spool.receive(
        context.request(),
        limits.fileBytesMax(),
        piece -> {
          if (spool.size() > limits.fileBytesMax()) {
            refuse(context, 413);
          }
        },
        () -> {
          String name = context.queryParams().get("name");
          Upload upload = new Upload(name == null ? "" : name, spool.file(), spool.size());
          context.put(UPLOADS, List.of(upload));
          context.next();
        });
  }

  /** Bytes, as the caller says; -1 when it does not. */
  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
  }

  private static void proceed(RoutingContext context) {
    acknowledge(context);
    context.request().resume();
  }

  /** Some callers send a body only when they are told to. */
  private static void acknowledge(RoutingContext context) {
    if (context.request().headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
      context.response().writeContinue();
    }
  }

  private static void refuse(RoutingContext context, int status) {
    context.request().handler(null).endHandler(null).exceptionHandler(broken -> {});
    context.fail(status);
  }

  private static void refuse(RoutingContext context, RefusedException refusal) {
    context.request().handler(null).endHandler(null).exceptionHandler(broken -> {});
    context.fail(refusal.status(), refusal);
  }
}

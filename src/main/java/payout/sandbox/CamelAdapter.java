package payout.sandbox;

import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * Between the routes and the desks: converts an HTTP request to a {@link SandboxRequest}, and a
 * {@link SandboxAnswer} to bytes or a broken connection.
 *
 * <p>The body is read here and not by Camel, which breaks on form fields of more than 8 KB.
 */
final class CamelAdapter {
  private static final String CONNECTION = "sandboxConnection";
  private static final long READ_TIMEOUT_MS = 30_000;

  private final CountDownLatch closing = new CountDownLatch(1);

  /** First step of each route. */
  void read(Exchange exchange) throws InterruptedException {
    HttpServerRequest request = ((HttpMessage) exchange.getMessage()).getRequest();
    exchange.setProperty(CONNECTION, request);
    byte[] body;
    try {
      body = body(request);
    } catch (ExecutionException | TimeoutException e) {
      refuse(exchange);
      return;
    }
    String query = request.query() == null ? "" : request.query();
    String type = request.getHeader("Content-Type");
    exchange
        .getMessage()
        .setBody(
            new SandboxRequest(request.method().name(), query, type == null ? "" : type, body));
  }

  /** Over 8 MB, aborted or too slow: only in the first case does the caller still wait. */
  private static void refuse(Exchange exchange) {
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 413);
    exchange.getMessage().setBody(new byte[0]);
    exchange.setRouteStop(true);
  }

  /** Last step of each route. */
  void write(Exchange exchange) {
    SandboxAnswer answer = exchange.getMessage().getBody(SandboxAnswer.class);
    HttpServerRequest request = exchange.getProperty(CONNECTION, HttpServerRequest.class);
    pause(answer.delay());
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
    message.setHeader(Exchange.CONTENT_TYPE, answer.contentType());
    if (answer.status() / 100 == 3) {
      request.response().putHeader("Location", "http://127.0.0.1:1/moved");
    }
    message.setBody(body(answer, request));
  }

  /** Releases every answer that is held back. */
  void close() {
    closing.countDown();
  }

  private Object body(SandboxAnswer answer, HttpServerRequest request) {
    return switch (answer.wire()) {
      case WHOLE -> answer.body();
      case CLOSE -> closed(request, false);
      case RESET -> closed(request, true);
      case CUT -> cut(answer.body(), request);
      case DRIP -> new DripStream(answer.body(), () -> pause(answer.pause()));
    };
  }

  private static byte[] closed(HttpServerRequest request, boolean reset) {
    end(request.connection(), reset);
    return new byte[0];
  }

  /** Sends half of the body with the length of the whole, then closes the connection. */
  private static byte[] cut(byte[] body, HttpServerRequest request) {
    HttpServerResponse response = request.response();
    String length = Integer.toString(body.length);
    response.headersEndHandler(head -> response.putHeader("Content-Length", length));
    response.bodyEndHandler(end -> request.connection().close());
    return Arrays.copyOf(body, body.length / 2);
  }

  /** With SO_LINGER 0 the kernel sends RST instead of FIN. */
  private static void end(HttpConnection connection, boolean reset) {
    if (reset) {
      ((ConnectionBase) connection)
          .channelHandlerContext()
          .channel()
          .config()
          .setOption(ChannelOption.SO_LINGER, 0);
    }
    connection.close();
  }

  private void pause(Duration time) {
    try {
      closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] body(HttpServerRequest request)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Buffer> whole = new CompletableFuture<>();
    Buffer gathered = Buffer.buffer();
    request.handler(part -> gather(gathered, part, whole));
    request.endHandler(end -> whole.complete(gathered));
    request.exceptionHandler(whole::completeExceptionally);
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.resume();
    return whole.get(READ_TIMEOUT_MS, TimeUnit.MILLISECONDS).getBytes();
  }

  private static void gather(Buffer gathered, Buffer part, CompletableFuture<Buffer> whole) {
    if (gathered.length() + part.length() > SandboxRequest.BODY_MAX) {
      whole.completeExceptionally(new IOException("the body is over 8 MB"));
    } else {
      gathered.appendBuffer(part);
    }
  }

  /** The bytes one by one, with a pause before each. */
  private static final class DripStream extends InputStream {
    private final ByteArrayInputStream bytes;
    private final Runnable pause;

    DripStream(byte[] bytes, Runnable pause) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.pause = pause;
    }

    @Override
    public int read() {
      pause.run();
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int from, int length) {
      pause.run();
      return bytes.read(into, from, Math.min(1, length));
    }
  }
}

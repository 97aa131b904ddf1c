package payout.route;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller of the notify port that reads nothing of what it is answered keeps no connection. */
class UnreadAnswersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** More than the system takes for a caller that does not read. */
  private static final int ANSWER_BYTES = 32 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private GuardedServer server;

  @BeforeEach
  void listen() throws Exception {
    server = new GuardedServer((VertxInternal) vertx, new HttpServerOptions());
    server.guardBy(
        new NotifyGuard(new Refusals(new Counters(() -> null), late -> {}, log::add), List.of()));
    HttpServer listening = server.requestHandler(this::answer);
    listening.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void answer(HttpServerRequest request) {
    VertxConnections.whenClosed(request.connection(), closed::countDown);
    request.response().end(Buffer.buffer(new byte[ANSWER_BYTES]));
  }

  @Test
  void such_a_connection_is_closed_and_told() throws Exception {
    try (Socket caller = call()) {
      assertThat(closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("closed").isTrue();
      assertThat(caller.isClosed()).as("by the server").isFalse();
      assertThat(log).singleElement().asString().contains("unread");
    }
  }

  private Socket call() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.actualPort());
    socket.getOutputStream().write("POST /notify HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
    return socket;
  }
}

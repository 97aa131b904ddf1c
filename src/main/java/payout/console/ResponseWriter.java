package payout.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a reply from a worker thread, a piece at a time, as fast as the caller reads. */
final class ResponseWriter {

  private static final Logger LOG = LoggerFactory.getLogger(ResponseWriter.class);
  private static final int PIECE_BYTES = 64 * 1024;

  private ResponseWriter() {}

  /**
   * Writes all of it; a caller that went away or reads too slowly ends it.
   *
   * @param patienceMs how long may be waited for the caller, see {@link ReaderPace}
   */
  static void write(RoutingContext context, Reply reply, long patienceMs) {
    HttpServerResponse response = head(context, reply);
    Pieces pieces = new Pieces(response, new ReaderPace(patienceMs));
    try {
      reply.body().writeTo(pieces);
      pieces.end();
    } catch (IOException | RuntimeException e) {
      LOG.debug("An answer was not read to its end: {}", e.toString());
      Connections.cut(context.request().connection());
    }
  }

  /** Writes a small reply from the event loop. */
  static void end(RoutingContext context, Reply reply) {
    if (context.response().ended()) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      reply.body().writeTo(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    head(context, reply).end(Buffer.buffer(bytes.toByteArray()));
  }

  private static HttpServerResponse head(RoutingContext context, Reply reply) {
    HttpServerResponse response = context.response().setStatusCode(reply.status());
    reply.headers().forEach(response::putHeader);
    if (!context.request().isEnded()) {
      response.putHeader("Connection", "close");
      Leftover.discard(context);
    }
    return response;
  }

  /** A stream in pieces; one that is a single piece has a length. */
  private static final class Pieces extends OutputStream {

    private final HttpServerResponse response;
    private final ReaderPace pace;
    private Buffer piece = Buffer.buffer();

    Pieces(HttpServerResponse response, ReaderPace pace) {
      this.response = response;
      this.pace = pace;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      piece.appendBytes(bytes, from, count);
      if (piece.length() >= PIECE_BYTES) {
        if (!response.headWritten()) {
          response.setChunked(true);
        }
        waitFor(response.write(piece), piece.length());
        piece = Buffer.buffer();
      }
    }

    /** The last piece is the connection's own; no thread waits for it. */
    void end() {
      response.end(piece);
    }

    private void waitFor(io.vertx.core.Future<Void> written, int bytes) throws IOException {
      long since = System.nanoTime();
      try {
        written
            .toCompletionStage()
            .toCompletableFuture()
            .get(Math.max(0, pace.leftMs()), TimeUnit.MILLISECONDS);
        pace.read(bytes, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
      } catch (TimeoutException e) {
        throw new IOException("The caller reads too slowly.", e);
      } catch (ExecutionException e) {
        throw new IOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }
}

package payout.console;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A file of ours for bytes that come in. It is gone when its request has ended, however that ended:
 * answered, refused or cut off. For one thread, the event loop.
 */
final class Spool {

  private final Vertx vertx;
  private final RoutingContext context;
  private final Path file;
  private AsyncFile out;
  private long size;
  private boolean isOver;

  /**
   * A file with a name of ours, which is not opened yet.
   *
   * @param work the folder
   * @param context the request with which it ends
   */
  Spool(Vertx vertx, Path work, RoutingContext context) {
    this.vertx = vertx;
    this.context = context;
    this.file = work.resolve(UUID.randomUUID() + ".upload");
    Connections.onEnd(context, () -> drop());
  }

  /** Where the bytes are. */
  Path file() {
    return file;
  }

  /** How many bytes came, with those that were too many to be kept. */
  long size() {
    return size;
  }

  /**
   * Takes all bytes of a stream, as fast as the disk takes them.
   *
   * @param keptMax how many bytes are kept; the others are only counted
   * @param each hears of each piece after it was counted, and may end the request
   * @param whole is called when all of them are in the file
   */
  void receive(ReadStream<Buffer> source, long keptMax, Consumer<Buffer> each, Runnable whole) {
    source.pause();
    vertx
        .fileSystem()
        .open(file.toString(), new OpenOptions().setCreateNew(true).setPerms("rw-r-----"))
        .onFailure(context::fail)
        .onSuccess(
            opened -> {
              out = opened;
              if (isOver) {
                drop();
              } else {
                fill(source, keptMax, each, whole);
              }
            });
  }

  private void fill(
      ReadStream<Buffer> source, long keptMax, Consumer<Buffer> each, Runnable whole) {
    out.exceptionHandler(context::fail);
    source.handler(
        piece -> {
          size += piece.length();
          each.accept(piece);
          if (!isOver && size <= keptMax) {
            write(source, piece);
          }
        });
    source.endHandler(
        ended -> {
          if (!isOver) {
            out.close().onFailure(context::fail).onSuccess(closed -> whole.run());
          }
        });
    source.resume();
  }

  private void write(ReadStream<Buffer> source, Buffer piece) {
    out.write(piece);
    if (out.writeQueueFull()) {
      source.pause();
      out.drainHandler(drained -> source.resume());
    }
  }

  private void drop() {
    isOver = true;
    try {
      if (out != null) {
        out.close().onFailure(closedBefore -> {});
      }
    } catch (IllegalStateException closedBefore) {
      // nothing is left to close
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the next start empties the folder
    }
  }
}

package payout.console;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form with files, while it comes in. Its files go to the disk, and no more of them than a form
 * may have; its fields are held in memory, and may therefore not be long. For one thread, the event
 * loop.
 */
final class UploadForm {

  /** Parts that are files; more of them are no mistake of a person. */
  private static final int PARTS_MAX = 1000;

  /** What a form may hold besides its files, with what is on its way to the disk. */
  private static final long FIELDS_BYTES_MAX = 4 * 1024 * 1024;

  private static final int TAIL_BYTES = 256;
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)multipart/form-data;.*\\bboundary=\"?([^\";,\\s]{1,70})\"?.*");

  private final Vertx vertx;
  private final Path work;
  private final ConsoleServer.Limits limits;
  private final RoutingContext context;
  private final HttpServerRequest request;
  private final List<Part> parts = new ArrayList<>();
  private int open;
  private int count;
  private long received;
  private long ofFiles;
  private boolean isWhole;
  private boolean isOver;
  private Buffer tail = Buffer.buffer();

  UploadForm(Vertx vertx, Path work, ConsoleServer.Limits limits, RoutingContext context) {
    this.vertx = vertx;
    this.work = work;
    this.limits = limits;
    this.context = context;
    this.request = context.request();
  }

  /** Begins to read; the request goes on when all of the form is there. */
  void read() {
    request.setExpectMultipart(true);
    request.uploadHandler(this::part);
    request.handler(this::count);
    request.exceptionHandler(broken -> refuse(400));
    request.endHandler(ended -> end());
  }

  private void part(HttpServerFileUpload upload) {
    count++;
    if (count > PARTS_MAX) {
      refuse(413);
    }
    if (isOver || count > SubmitPages.FILES_MAX) {
      // One more is noted, so that the answer says what is wrong; nothing of it is kept.
      if (count == SubmitPages.FILES_MAX + 1) {
        parts.add(new Part(upload.filename(), new Spool(vertx, work, context)));
      }
      upload.handler(piece -> ofFiles += piece.length());
      return;
    }
    Spool spool = new Spool(vertx, work, context);
    parts.add(new Part(upload.filename(), spool));
    open++;
    spool.receive(
        upload,
        limits.fileBytesMax(),
        piece -> ofFiles += piece.length(),
        () -> {
          open--;
          proceedIfWhole();
        });
  }

  private void count(Buffer piece) {
    received += piece.length();
    keepTail(piece);
    if (received > limits.formBytesMax() || received - ofFiles > FIELDS_BYTES_MAX) {
      refuse(413);
    }
  }

  private void keepTail(Buffer piece) {
    Buffer all = Buffer.buffer().appendBuffer(tail).appendBuffer(piece);
    tail = all.getBuffer(Math.max(0, all.length() - TAIL_BYTES), all.length());
  }

  /**
   * A form whose last part has no end is not whole, although its request is: what cut it off may
   * have been a proxy that ended it in good order.
   */
  private void end() {
    if (!isOver && !isClosed()) {
      refuse(400);
    }
    isWhole = true;
    proceedIfWhole();
  }

  private boolean isClosed() {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      return true;
    }
    Matcher found = BOUNDARY.matcher(type);
    return found.matches()
        && tail.toString(StandardCharsets.ISO_8859_1)
            .stripTrailing()
            .endsWith("--" + found.group(1) + "--");
  }

  private void proceedIfWhole() {
    if (isWhole && open == 0 && !isOver) {
      isOver = true;
      context.put(Bodies.UPLOADS, parts.stream().map(Part::upload).toList());
      context.next();
    }
  }

  private void refuse(int status) {
    if (!isOver) {
      isOver = true;
      request.handler(null).exceptionHandler(broken -> {});
      if (!context.response().ended() && !context.response().closed()) {
        context.fail(status);
      }
    }
  }

  private record Part(String name, Spool spool) {

    Upload upload() {
      return new Upload(name == null ? "" : name, spool.file(), spool.size());
    }
  }
}

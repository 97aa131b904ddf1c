package payout.route;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Admits one request of a connection at a time. If a caller sends another before it has the answer,
 * the first is answered and the connection closed, as HTTP allows. Vert.x queues pipelined
 * requests; when their connection breaks it throws and logs for each, and does not report that the
 * connection is closed. For the same reason, data of a closed connection is dropped.
 *
 * <p>The end of an answer is written after its body, so a caller may have the complete body, and
 * send its next request, before that. Such a request is not pipelined and waits here for the end.
 */
final class NoPipelining extends ChannelDuplexHandler {

  /** Parts of a request, of at most 8 KiB each; the end of an answer never takes that long. */
  private static final int EARLY_MAX = 64;

  private final Queue<Object> early = new ArrayDeque<>();
  private boolean isInProgress;
  private boolean isAnswering;
  private boolean isClosing;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    boolean isHead = message instanceof HttpRequest;
    boolean isEarly = isHead && isAnswering && early.isEmpty();
    isClosing |= isHead && isInProgress && !isEarly || early.size() == EARLY_MAX;
    if (isClosing || !context.channel().isActive()) {
      ReferenceCountUtil.release(message);
    } else if (isEarly || !early.isEmpty()) {
      early.add(message);
    } else {
      admit(context, message);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ChannelPromise written = promise;
    if (!isInformational(message)) {
      isAnswering |= message instanceof HttpResponse;
      if (message instanceof LastHttpContent) {
        isAnswering = false;
        isInProgress = false;
        if (isClosing) {
          written = promise.unvoid();
          written.addListener(done -> context.close());
        } else if (!early.isEmpty()) {
          // Not while Vert.x is still ending the previous answer.
          context.executor().execute(() -> admitEarly(context));
        }
      }
    }
    context.write(message, written);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    early.forEach(ReferenceCountUtil::release);
    early.clear();
  }

  private void admitEarly(ChannelHandlerContext context) {
    while (!early.isEmpty()) {
      admit(context, early.remove());
    }
    context.fireChannelReadComplete();
  }

  private void admit(ChannelHandlerContext context, Object message) {
    isInProgress |= message instanceof HttpRequest;
    context.fireChannelRead(message);
  }

  /** Such as 100: the answer itself is still to come. */
  private static boolean isInformational(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}

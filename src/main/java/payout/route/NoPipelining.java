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
 * Lets one request of a connection in at a time. Where a caller sends another before it has the
 * answer, the first is answered and the connection closed, as HTTP allows: Vert.x keeps requests
 * that were sent ahead, and where their connection breaks it throws and logs for each, and does not
 * say that the connection is closed. What is read from a connection that is closed is dropped for
 * the same reason.
 *
 * <p>The end of an answer is written behind its body, so a caller may have the whole of it, and
 * send its next request, before that. Such a request was not sent ahead and waits here for that
 * moment.
 */
final class NoPipelining extends ChannelDuplexHandler {

  /** Parts of a request, of at most 8 KiB each; the end of an answer is never that far behind. */
  private static final int EARLY_MAX = 64;

  private final Queue<Object> early = new ArrayDeque<>();
  private boolean isUnderWay;
  private boolean isAnswering;
  private boolean isShut;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    boolean isHead = message instanceof HttpRequest;
    boolean isEarly = isHead && isAnswering && early.isEmpty();
    isShut |= isHead && isUnderWay && !isEarly || early.size() == EARLY_MAX;
    if (isShut || !context.channel().isActive()) {
      ReferenceCountUtil.release(message);
    } else if (isEarly || !early.isEmpty()) {
      early.add(message);
    } else {
      letIn(context, message);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ChannelPromise written = promise;
    if (!isInformational(message)) {
      isAnswering |= message instanceof HttpResponse;
      if (message instanceof LastHttpContent) {
        isAnswering = false;
        isUnderWay = false;
        if (isShut) {
          written = promise.unvoid();
          written.addListener(done -> context.close());
        } else if (!early.isEmpty()) {
          // Not within the end of the answer before it, which Vert.x is not done with yet.
          context.executor().execute(() -> letEarlyIn(context));
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

  private void letEarlyIn(ChannelHandlerContext context) {
    while (!early.isEmpty()) {
      letIn(context, early.remove());
    }
    context.fireChannelReadComplete();
  }

  private void letIn(ChannelHandlerContext context, Object message) {
    isUnderWay |= message instanceof HttpRequest;
    context.fireChannelRead(message);
  }

  /** Such as 100: the answer itself is still to come. */
  private static boolean isInformational(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}

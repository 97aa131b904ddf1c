package payout.route;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Lets one request of a connection in at a time. Where a caller sends another before it has the
 * answer, the first is answered and the connection closed, as HTTP allows: Vert.x keeps requests
 * that were sent ahead, and where their connection breaks it throws and logs for each, and does not
 * say that the connection is closed. What is read from a connection that is closed is dropped for
 * the same reason.
 */
final class OneAtATime extends ChannelDuplexHandler {

  private boolean isUnderWay;
  private boolean isShut;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    boolean isHead = message instanceof HttpRequest;
    isShut |= isHead && isUnderWay;
    if (isShut || !context.channel().isActive()) {
      ReferenceCountUtil.release(message);
      return;
    }
    isUnderWay |= isHead;
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ChannelPromise written = promise;
    if (message instanceof LastHttpContent && !isInformational(message)) {
      isUnderWay = false;
      if (isShut) {
        written = promise.unvoid();
        written.addListener(done -> context.close());
      }
    }
    context.write(message, written);
  }

  /** Such as 100: the answer itself is still to come. */
  private static boolean isInformational(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}

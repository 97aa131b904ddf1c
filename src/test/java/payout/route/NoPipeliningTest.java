package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.Test;

class NoPipeliningTest {

  private final EmbeddedChannel channel = new EmbeddedChannel(new NoPipelining());

  @Test
  void a_request_after_the_answer_is_accepted() {
    channel.writeInbound(request("/1"));
    channel.writeOutbound(answer());
    channel.writeInbound(request("/2"));

    assertThat(letIn()).isEqualTo("/1");
    assertThat(letIn()).isEqualTo("/2");
    assertThat(channel.isActive()).isTrue();
  }

  /** A caller has the whole answer by its length, before its end is written. */
  @Test
  void a_request_between_the_body_of_an_answer_and_its_end_waits_for_the_end() {
    channel.writeInbound(request("/1"));
    channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    channel.writeInbound(request("/2"));
    assertThat(letIn()).isEqualTo("/1");
    assertThat(letIn()).isNull();

    channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
    channel.runPendingTasks();

    assertThat(letIn()).isEqualTo("/2");
    assertThat(channel.isActive()).isTrue();
  }

  @Test
  void a_pipelined_request_closes_the_connection_after_the_answer() {
    channel.writeInbound(request("/1"), request("/2"));
    assertThat(letIn()).isEqualTo("/1");
    assertThat(letIn()).isNull();
    assertThat(channel.isActive()).isTrue();

    channel.writeOutbound(answer());

    assertThat(letIn()).isNull();
    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void an_informational_answer_such_as_100_is_not_the_answer() {
    channel.writeInbound(request("/1"));
    channel.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    channel.writeInbound(request("/2"));
    channel.writeOutbound(answer());

    assertThat(letIn()).isEqualTo("/1");
    assertThat(letIn()).isNull();
    assertThat(channel.isActive()).isFalse();
  }

  private String letIn() {
    HttpRequest request = channel.readInbound();
    return request == null ? null : request.uri();
  }

  private static DefaultFullHttpRequest request(String path) {
    return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, path);
  }

  private static DefaultFullHttpResponse answer() {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
  }
}

package payout.route;

import java.net.URI;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import payout.batch.ChinaClock;
import payout.config.NoticeSettings;
import payout.notice.NoticeSignature;

/**
 * The call of the webhook. The path and the query of its address may hold a key, so Camel only
 * knows the server: the rest is put into the request when it leaves, and is in no endpoint, log,
 * metric or exception.
 */
final class WebhookCall implements HttpClientConfigurer {

  private final String path;
  private final String secret;
  private final ChinaClock clock;
  private final CallDeadline deadline;

  /**
   * Calls of this address.
   *
   * @param deadline ends a call that takes too long as a whole
   */
  WebhookCall(URI address, NoticeSettings settings, ChinaClock clock, CallDeadline deadline) {
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    this.path = (address.getRawPath().isEmpty() ? "/" : address.getRawPath()) + query;
    this.secret = settings.kind() == NoticeSettings.Kind.DINGTALK ? settings.secret() : "";
    this.clock = clock;
    this.deadline = deadline;
  }

  /** The server of an address, which is no secret. */
  static String server(URI address) {
    return address.getScheme() + "://" + address.getRawAuthority();
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client.addExecInterceptorFirst(
        "webhook",
        (request, scope, chain) -> {
          request.setPath(pathNow());
          return chain.proceed(request, scope);
        });
    deadline.configureHttpClient(client);
  }

  private String pathNow() {
    if (secret.isEmpty()) {
      return path;
    }
    return path
        + (path.indexOf('?') < 0 ? "?" : "&")
        + NoticeSignature.dingtalk(secret, clock.millis());
  }
}

package payout.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts notifies: HTTP/1.1, a Content-Length, no redirect, one attempt for each delivery. */
final class NotifyClient {
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(TIMEOUT)
          .build();

  NotifyAnswer post(String url, byte[] form) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(TIMEOUT)
              .header("Content-Type", FORM)
              .POST(HttpRequest.BodyPublishers.ofByteArray(form))
              .build();
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return NotifyAnswer.of(answer.statusCode(), answer.body());
    } catch (IOException | IllegalArgumentException e) {
      return NotifyAnswer.none(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NotifyAnswer.none(e);
    }
  }
}

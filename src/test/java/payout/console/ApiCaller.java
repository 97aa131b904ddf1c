package payout.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import payout.ledger.TokenLedger;

/**
 * A program that calls the HTTP interface. Every answer is held against the description: its
 * status, its type and its fields.
 */
final class ApiCaller {

  private static final String ROOT = "/api/v1";
  private static final OpenApi DESCRIPTION = OpenApi.load();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final int port;
  private final Set<String> seen = new TreeSet<>();

  ApiCaller(int port) {
    this.port = port;
  }

  /** A new token of a user with these roles. */
  static String token(TokenLedger tokens, String user, Role... roles) {
    Set<String> words = new TreeSet<>();
    for (Role role : roles) {
      words.add(role.word());
    }
    String token = Secrets.next();
    tokens.add(Secrets.next(6), Secrets.hash(token), user, words, 1);
    return token;
  }

  Answer get(String token, String path) {
    return send("GET", token, path, BodyPublishers.noBody());
  }

  /** Posts JSON, in which a single quote stands for a double one. */
  Answer post(String token, String path, String json) {
    return send(
        "POST",
        token,
        path,
        BodyPublishers.ofString(json.replace('\'', '"')),
        "Content-Type",
        "application/json");
  }

  Answer upload(String token, String name, String content) {
    return upload(token, name, BodyPublishers.ofString(content));
  }

  Answer upload(String token, String name, BodyPublisher content) {
    return send("POST", token, "/files?name=" + name, content);
  }

  /** Any call. */
  Answer send(String method, String token, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + ROOT + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      Answer answer = new Answer(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
      check(method, path.replaceFirst("\\?.*", ""), answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void check(String method, String path, Answer answer) {
    if (answer.status() >= 400) {
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
      assertThat(answer.detail()).endsWith(".").hasSizeGreaterThan(10);
    }
    DESCRIPTION
        .operation(method, path)
        .ifPresent(
            operation -> {
              seen.add(operation + " " + answer.status());
              check(operation, answer);
            });
  }

  private static void check(String operation, Answer answer) {
    JsonNode response =
        DESCRIPTION.resolved(
            DESCRIPTION.operations().get(operation).path("responses").path("" + answer.status()));
    assertThat(response.isObject()).as("%s: %s is described", operation, answer).isTrue();
    String type = answer.header("Content-Type");
    JsonNode content = response.path("content").path(type);
    assertThat(content.isObject()).as("%s: %s is described", operation, type).isTrue();
    if (type.endsWith("json")) {
      assertThat(DESCRIPTION.faults(answer.json(), content.path("schema"), operation)).isEmpty();
    }
  }

  /** {@code GET /files 200} and so on: what was answered up to now. */
  Set<String> seen() {
    return seen;
  }

  /** What was answered. */
  record Answer(HttpResponse<byte[]> response) {

    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String detail() {
      return json().path("detail").asText();
    }

    Map<String, Object> fields() {
      return JSON.convertValue(
          json(), new com.fasterxml.jackson.core.type.TypeReference<Map<String, Object>>() {});
    }

    @Override
    public String toString() {
      return status() + " " + text();
    }
  }
}

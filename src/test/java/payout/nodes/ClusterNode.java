package payout.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import payout.testing.PostgresProxy;
import payout.testing.ProductProcess;

/** A node with a home and a private inbox of its own; its processes come and go. */
final class ClusterNode {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String name;
  private final Path home;
  private final PostgresProxy line;
  private final Map<String, String> environment;
  private Path distribution = ProductProcess.DISTRIBUTION;
  private ProductProcess process;

  /**
   * A node that is not started yet.
   *
   * @param line the line between it and the ledger; null where it has none that can break
   */
  ClusterNode(String name, Path home, PostgresProxy line, Map<String, String> environment) {
    this.name = name;
    this.home = home;
    this.line = line;
    this.environment = new TreeMap<>(environment);
  }

  String name() {
    return name;
  }

  PostgresProxy line() {
    return line;
  }

  ProductProcess process() {
    return process;
  }

  Path inbox() {
    return home.resolve("inbox");
  }

  /** Starts a process of it; {@link #awaitReady} waits for it. */
  ClusterNode start(String... javaOptions) {
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("PAYOUT_OPTS", String.join(" ", javaOptions));
    process = ProductProcess.startOf(distribution, home, variables, "run");
    return this;
  }

  /** What its next process is a program of. */
  ClusterNode install(Path other) {
    distribution = other;
    return this;
  }

  /** Waits until it says that it is ready to work; several start at the same time. */
  ClusterNode awaitStarted() {
    await(name + " to start")
        .atMost(START)
        .until(() -> process.err().contains(" Ready: ") || !process.isAlive());
    assertThat(process.isAlive()).as(process::lastLines).isTrue();
    return this;
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Waits until it says that it is ready; nobody helps it. */
  void awaitReady(Duration atMost) {
    try {
      await(name + " to be ready").atMost(atMost).until(this::isReady);
    } catch (RuntimeException e) {
      throw new AssertionError(e.getMessage() + " " + health() + "\n" + process.lastLines(), e);
    }
  }

  boolean isReady() {
    return managed("/observe/health/ready").contains("\"status\":\"UP\"")
        && !managed("/observe/health/ready").contains("\"status\":\"DOWN\"");
  }

  String health() {
    return managed("/observe/health/ready");
  }

  /** What an address of its management port answers; empty when it does not. */
  String managed(String path) {
    URI uri = URI.create("http://127.0.0.1:" + environment.get("CAMEL_MANAGEMENT_PORT") + path);
    try {
      return CLIENT
          .send(
              HttpRequest.newBuilder(uri).timeout(ANSWER).build(),
              HttpResponse.BodyHandlers.ofString())
          .body()
          .replace(" ", "");
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The checkpoint at which it suspended itself last. */
  String stoppedAt() {
    return process
        .err()
        .lines()
        .filter(line -> line.startsWith("Stopped at "))
        .reduce((first, second) -> second)
        .orElseThrow()
        .substring("Stopped at ".length());
  }

  /** No account and no secret is in its log. */
  void saysNothingSecret() {
    assertThat(process.err()).doesNotContain("@example.com").doesNotContain("PRIVATE KEY");
  }

  void close() {
    if (process != null) {
      process.close();
    }
    if (line != null) {
      line.close();
    }
  }
}

package payout.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code bin/payout sandbox} as the README starts it: files need the approval of chen. It finds the
 * console and the passwords where a newcomer does, on standard output.
 */
public final class SandboxConsole implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern.compile("(?m)^Console: (http://\\S+)$");
  private static final Pattern USER = Pattern.compile("(?m)^  user (\\S+)  password (\\S+)$");

  private final ProductProcess process;
  private final int simulatorPort;
  private final String address;
  private final Map<String, String> passwords;

  private SandboxConsole(ProductProcess process, int simulatorPort) {
    this.process = process;
    this.simulatorPort = simulatorPort;
    await().atMost(RunningService.PATIENCE).until(() -> process.out().contains("user li"));
    Matcher printed = ADDRESS.matcher(process.out());
    if (!printed.find()) {
      throw new AssertionError("No address of the console: " + process.out());
    }
    this.address = printed.group(1);
    this.passwords = passwords(process.out());
  }

  private static Map<String, String> passwords(String out) {
    Map<String, String> passwords = new TreeMap<>();
    Matcher user = USER.matcher(out);
    while (user.find()) {
      passwords.put(user.group(1), user.group(2));
    }
    return passwords;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param folder for its home and its output
   */
  public static SandboxConsole start(Path folder) {
    int simulatorPort = FreePort.next();
    Map<String, String> settings = new TreeMap<>();
    settings.put("PAYOUT_HOME", folder.resolve("home").toString());
    settings.put("PAYOUT_APPROVAL", "required");
    settings.put("PAYOUT_INBOX_OWNER", "erp");
    settings.put("PAYOUT_APPROVAL_APPROVERS", "chen");
    settings.put("PAYOUT_CONSOLE_PORT", "0");
    settings.put("PAYOUT_NOTIFY_PORT", Integer.toString(FreePort.next()));
    settings.put("PAYOUT_SANDBOX_PORT", Integer.toString(simulatorPort));
    settings.put("CAMEL_MANAGEMENT_PORT", "0");
    ProductProcess process = ProductProcess.start(folder, settings, "sandbox");
    try {
      return new SandboxConsole(process.ready(), simulatorPort);
    } catch (Throwable failed) {
      process.close();
      throw failed;
    }
  }

  /** The address of the console; it ends with a slash. */
  public String address() {
    return address;
  }

  /** The password of a user, li or chen. */
  public String password(String user) {
    return passwords.get(user);
  }

  /**
   * Makes the gateway simulator fail, or stop failing.
   *
   * @param control for example {@code fault=CLOSE} or {@code clear=all}
   */
  public void simulator(String control) {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulatorPort + "/control"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(control))
            .timeout(RunningService.PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    try {
      HttpResponse<String> answer = HttpClient.newHttpClient().send(post, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError("The simulator answers " + answer.body());
      }
    } catch (IOException e) {
      throw new AssertionError("The simulator does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}

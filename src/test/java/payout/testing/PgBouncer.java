package payout.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * PgBouncer in transaction mode before a PostgreSQL of this machine. A test that needs it is
 * skipped where it is not installed ({@code apt-get install pgbouncer}).
 */
public final class PgBouncer implements AutoCloseable {

  private static final String NOBODY = "65534";

  private final int port = FreePort.next();
  private final Process process;

  private PgBouncer(Path folder, int server) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path users = folder.resolve("users.txt");
    Files.writeString(users, "\"postgres\" \"\"\n");
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
        """
        [databases]
        * = host=127.0.0.1 port=%d
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = trust
        auth_file = %s
        pool_mode = transaction
        default_pool_size = 3
        ignore_startup_parameters = extra_float_digits
        """
            .formatted(server, port, users));
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to run as root.
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.addAll(List.of("pgbouncer", settings.toString()));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("pgbouncer.log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(60)).until(this::listens);
  }

  /** Starts it before the server at a port; every user of the machine must be able to read it. */
  public static PgBouncer before(int server, Path folder) {
    Assumptions.assumeTrue(
        isInstalled(),
        "PgBouncer is not installed here (apt-get install pgbouncer), so it was not tested.");
    try {
      return new PgBouncer(folder, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** Whether this machine has it. */
  public static boolean isInstalled() {
    try {
      return new ProcessBuilder("pgbouncer", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchCommand) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new IllegalStateException("PgBouncer ended with " + process.exitValue() + ".");
    }
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}

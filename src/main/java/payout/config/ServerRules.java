package payout.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What an SFTP server of the settings needs: a file that knows its key, for a server that is
 * trusted blindly can be anybody, and one way to log in.
 */
final class ServerRules {

  private final Home home;
  private final Faults faults;

  ServerRules(Home home, Faults faults) {
    this.home = home;
    this.faults = faults;
  }

  void check(Values values) {
    values
        .find(FileSettings.INBOX_URI)
        .ifPresent(all -> all.forEach(each -> check(FileSettings.INBOX_URI, each)));
    values.find(FileSettings.OUTBOX_URI).ifPresent(each -> check(FileSettings.OUTBOX_URI, each));
  }

  private void check(Setting<?> setting, EndpointUri endpoint) {
    if (endpoint.isRemote()) {
      String start = setting + " names " + endpoint + "; ";
      SftpServer server = endpoint.server().within(home);
      knownHosts(server, fault -> faults.add(start + fault));
      login(server, fault -> faults.add(start + fault));
    }
  }

  private static void knownHosts(SftpServer server, Consumer<String> fault) {
    if (server.knownHostsFile().isEmpty()) {
      fault.accept(
          "it needs the option knownHostsFile, the file with the server's key as ssh-keyscan writes"
              + " it: a server whose key is not checked can be anybody.");
      return;
    }
    try {
      boolean empty =
          Files.readString(Path.of(server.knownHostsFile()), StandardCharsets.ISO_8859_1)
              .lines()
              .allMatch(line -> line.isBlank() || line.startsWith("#"));
      if (empty) {
        fault.accept("its knownHostsFile " + server.knownHostsFile() + " holds no key.");
      }
    } catch (IOException unreadable) {
      fault.accept("its knownHostsFile " + server.knownHostsFile() + " cannot be read.");
    }
  }

  private static void login(SftpServer server, Consumer<String> fault) {
    boolean byKey = !server.privateKeyFile().isEmpty();
    if (byKey == !server.password().isEmpty()) {
      fault.accept("it needs one of the options privateKeyFile and password, to log in with.");
    }
    if (byKey && !Files.isReadable(Path.of(server.privateKeyFile()))) {
      fault.accept("its privateKeyFile " + server.privateKeyFile() + " cannot be read.");
    }
  }
}

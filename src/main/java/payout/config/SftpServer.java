package payout.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An SFTP server and how we log in there.
 *
 * @param host its name or address
 * @param port where it listens
 * @param user whose login it is
 * @param password the password; empty where a key is used
 * @param privateKeyFile the file with our private key; empty where a password is used
 * @param privateKeyPassphrase what opens that key; empty when nothing is needed
 * @param files the files in which password and passphrase stand instead
 * @param knownHostsFile the file with the server's key, in the form of OpenSSH
 */
public record SftpServer(
    String host,
    int port,
    String user,
    String password,
    String privateKeyFile,
    String privateKeyPassphrase,
    String knownHostsFile,
    SftpSecretFiles files) {

  /** The port where an address names none. */
  static final int PORT = 22;

  /**
   * The same server with the paths of its files made absolute, and the secrets read from theirs.
   */
  SftpServer within(Home home) {
    return new SftpServer(
        host,
        port,
        user,
        files.password(password, home),
        privateKeyFile.isEmpty() ? "" : home.resolve(privateKeyFile).toString(),
        files.passphrase(privateKeyPassphrase, home),
        knownHostsFile.isEmpty() ? "" : home.resolve(knownHostsFile).toString(),
        files.within(home));
  }

  /**
   * What is missing, as the ends of sentences: a file with the server's key, without which any
   * server would be trusted, and one way to log in. The paths must be absolute.
   */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    checkKnownHosts(faults::add);
    checkLogin(faults::add);
    return faults;
  }

  private void checkKnownHosts(Consumer<String> fault) {
    if (knownHostsFile.isEmpty()) {
      fault.accept(
          "it needs the option knownHostsFile, the file with the server's key as ssh-keyscan writes"
              + " it: a server whose key is not checked can be anybody.");
      return;
    }
    try {
      boolean empty =
          Files.readString(Path.of(knownHostsFile), StandardCharsets.ISO_8859_1)
              .lines()
              .allMatch(line -> line.isBlank() || line.startsWith("#"));
      if (empty) {
        fault.accept("its knownHostsFile " + knownHostsFile + " holds no key.");
      }
    } catch (IOException unreadable) {
      fault.accept("its knownHostsFile " + knownHostsFile + " cannot be read.");
    }
  }

  private void checkLogin(Consumer<String> fault) {
    boolean byKey = !privateKeyFile.isEmpty();
    files.faults().forEach(fault);
    if (byKey == (!password.isEmpty() || !files.password().isEmpty())) {
      fault.accept("it needs one of the options privateKeyFile and password, to log in with.");
    }
    if (byKey && !Files.isReadable(Path.of(privateKeyFile))) {
      fault.accept("its privateKeyFile " + privateKeyFile + " cannot be read.");
    }
  }

  /** User, host and port; never a secret. */
  @Override
  public String toString() {
    return "sftp://" + user + "@" + host + ":" + port;
  }
}

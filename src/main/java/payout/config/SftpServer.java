package payout.config;

/**
 * An SFTP server and how we log in there.
 *
 * @param host its name or address
 * @param port where it listens
 * @param user whose login it is
 * @param password the password; empty where a key is used
 * @param privateKeyFile the file with our private key; empty where a password is used
 * @param privateKeyPassphrase what opens that key; empty when nothing is needed
 * @param knownHostsFile the file with the server's key, in the form of OpenSSH
 */
public record SftpServer(
    String host,
    int port,
    String user,
    String password,
    String privateKeyFile,
    String privateKeyPassphrase,
    String knownHostsFile) {

  /** The port where an address names none. */
  static final int PORT = 22;

  /** The same server with the paths of its files made absolute. */
  SftpServer within(Home home) {
    return new SftpServer(
        host,
        port,
        user,
        password,
        privateKeyFile.isEmpty() ? "" : home.resolve(privateKeyFile).toString(),
        privateKeyPassphrase,
        knownHostsFile.isEmpty() ? "" : home.resolve(knownHostsFile).toString());
  }

  /** User, host and port; never a secret. */
  @Override
  public String toString() {
    return "sftp://" + user + "@" + host + ":" + port;
  }
}

package payout.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of the address of a folder on an SFTP server: {@code
 * sftp://user@host:22/in?knownHostsFile=config/known_hosts&privateKeyFile=config/id}.
 *
 * <p>The options of the login are removed here, so that no password is ever in a Camel endpoint,
 * which logs and metrics show.
 *
 * @param server the server and the login
 * @param folder the folder, relative to where the login starts
 * @param options the options that are not part of the login
 */
record SftpAddress(SftpServer server, String folder, Map<String, String> options) {

  /** The options that make up the login. */
  static final Set<String> LOGIN =
      Set.of(
          "username",
          "password",
          "privateKeyFile",
          "privateKeyPassphrase",
          SftpSecretFiles.PASSWORD,
          SftpSecretFiles.PASSPHRASE,
          "knownHostsFile",
          "strictHostKeyChecking",
          "useUserKnownHostsFile");

  private static final Pattern FORM =
      Pattern.compile("(?://)?(?:([^@/]*)@)?([0-9A-Za-z._-]+)(?::([0-9]{1,5}))?/([^/].*)");

  /**
   * Reads an address.
   *
   * @param path what is between the scheme and the options
   * @param options all options as they were written
   */
  static SftpAddress parse(String path, Map<String, String> options) throws RefusedValueException {
    Matcher parts = FORM.matcher(path);
    if (!parts.matches()) {
      throw new RefusedValueException(
          "it does not have the form sftp://user@host:port/folder; the folder starts where the"
              + " login starts, without a second /");
    }
    Map<String, String> rest = new LinkedHashMap<>(options);
    SftpServer server = server(parts, rest);
    return new SftpAddress(server, folder(decoded(parts.group(4))), rest);
  }

  private static SftpServer server(Matcher parts, Map<String, String> options)
      throws RefusedValueException {
    refuseBlindTrust(options);
    SftpSecretFiles files = files(options);
    return new SftpServer(
        parts.group(2),
        port(parts.group(3)),
        user(parts.group(1), take(options, "username")),
        take(options, "password"),
        take(options, "privateKeyFile"),
        take(options, "privateKeyPassphrase"),
        take(options, "knownHostsFile"),
        files);
  }

  /** The files of the secrets; a secret has one place. */
  private static SftpSecretFiles files(Map<String, String> options) throws RefusedValueException {
    return new SftpSecretFiles(
        file(options, "password", SftpSecretFiles.PASSWORD),
        file(options, "privateKeyPassphrase", SftpSecretFiles.PASSPHRASE));
  }

  private static String file(Map<String, String> options, String secret, String twin)
      throws RefusedValueException {
    String file = take(options, twin);
    if (!file.isEmpty() && options.containsKey(secret)) {
      throw new RefusedValueException("it has both " + secret + " and " + twin + "; use one");
    }
    return file;
  }

  private static int port(String text) throws RefusedValueException {
    int port = text == null ? SftpServer.PORT : Integer.parseInt(text);
    if (port < 1 || port > 65535) {
      throw new RefusedValueException("a port is a number from 1 to 65535");
    }
    return port;
  }

  private static String user(String inAddress, String inOption) throws RefusedValueException {
    if (inAddress != null && inAddress.indexOf(':') >= 0) {
      throw new RefusedValueException(
          "a password does not belong before the host, where everybody shows it; the option"
              + " password is the place");
    }
    String user = inAddress == null ? inOption : decoded(inAddress);
    if (user.isBlank() || (inAddress != null && !inOption.isEmpty())) {
      throw new RefusedValueException(
          "it names the user once, before the host or as the option username");
    }
    return user;
  }

  private static void refuseBlindTrust(Map<String, String> options) throws RefusedValueException {
    String strict = options.remove("strictHostKeyChecking");
    String fromUser = options.remove("useUserKnownHostsFile");
    if ((strict != null && !strict.equals("yes"))
        || (fromUser != null && !fromUser.equals("false"))) {
      throw new RefusedValueException(
          "the server's key is always checked, against the file that knownHostsFile names");
    }
  }

  private static String folder(String path) throws RefusedValueException {
    StringBuilder folder = new StringBuilder();
    for (String name : path.split("/")) {
      if (name.equals("..")) {
        throw new RefusedValueException("a folder on a server is named without ..");
      }
      if (!name.isEmpty() && !name.equals(".")) {
        folder.append(folder.isEmpty() ? "" : "/").append(name);
      }
    }
    if (folder.toString().isBlank()) {
      throw new RefusedValueException("it names no folder");
    }
    return folder.toString();
  }

  private static String take(Map<String, String> options, String name)
      throws RefusedValueException {
    String value = options.remove(name);
    return value == null ? "" : decoded(value);
  }

  private static String decoded(String text) throws RefusedValueException {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException badEscape) {
      throw new RefusedValueException("a % is written %25");
    }
  }
}

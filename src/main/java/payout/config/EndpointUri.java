package payout.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Camel endpoint of the settings, parsed: {@code file:inbox?include=.*csv}.
 *
 * @param server the SFTP server that the folder is on; null for a folder of this machine
 * @param directory its folder; on this machine absolute once the settings are sealed, on a server
 *     relative to where the login starts
 * @param options its options except those of the login, in the order given, with their values as
 *     written
 */
public record EndpointUri(SftpServer server, String directory, Map<String, String> options) {

  private static final String FILE = "file";
  private static final String SFTP = "sftp";

  public EndpointUri {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** A folder of this machine. */
  public static EndpointUri local(String directory, Map<String, String> options) {
    return new EndpointUri(null, directory, options);
  }

  /** Whether the folder is on an SFTP server. */
  public boolean isRemote() {
    return server != null;
  }

  /**
   * The folder of this machine.
   *
   * @throws IllegalStateException when it is on a server
   */
  public Path folder() {
    if (isRemote()) {
      throw new IllegalStateException(this + " is no folder of this machine.");
    }
    return Path.of(directory);
  }

  /** The endpoint as Camel takes it, without the secrets of a login. */
  public String toUri() {
    String query =
        options.entrySet().stream()
            .map(option -> option.getKey() + "=" + option.getValue())
            .collect(Collectors.joining("&"));
    return toString() + (query.isEmpty() ? "" : "?" + query);
  }

  /** The same endpoint with other options. */
  public EndpointUri with(Map<String, String> others) {
    return new EndpointUri(server, directory, others);
  }

  /** The folder of files that are only checked, below an inbox, with the same options. */
  public EndpointUri check() {
    return new EndpointUri(server, directory + "/check", options);
  }

  /** A folder below this one, without options. */
  public EndpointUri sub(String name) {
    return new EndpointUri(server, directory + "/" + name, Map.of());
  }

  /** The same endpoint with its folder, or the files of its login, made absolute. */
  EndpointUri within(Home home) {
    return isRemote()
        ? new EndpointUri(server.within(home), directory, options)
        : local(home.resolve(directory).toString(), options);
  }

  /** What the server lacks, as the ends of sentences; none for a folder of this machine. */
  List<String> serverFaults(Home home) {
    return isRemote() ? server.within(home).faults() : List.of();
  }

  static EndpointUri parse(String text) throws RefusedValueException {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new RefusedValueException("it does not start with file: or sftp:");
    }
    int mark = text.indexOf('?');
    String path = text.substring(colon + 1, mark < 0 ? text.length() : mark);
    Map<String, String> options = options(mark < 0 ? "" : text.substring(mark + 1));
    return switch (text.substring(0, colon)) {
      case FILE -> local(directory(path), options);
      case SFTP -> remote(SftpAddress.parse(path, options));
      default -> throw new RefusedValueException("only file: and sftp: are available");
    };
  }

  private static EndpointUri remote(SftpAddress address) {
    return new EndpointUri(address.server(), address.folder(), address.options());
  }

  private static String directory(String path) throws RefusedValueException {
    String plain = path.startsWith("//") ? path.substring(2) : path;
    try {
      String directory = URLDecoder.decode(plain.replace("+", "%2B"), StandardCharsets.UTF_8);
      if (directory.isBlank()) {
        throw new RefusedValueException("it names no folder");
      }
      return Path.of(directory).toString();
    } catch (InvalidPathException notAPath) {
      throw new RefusedValueException("it names no folder");
    } catch (IllegalArgumentException badEscape) {
      throw new RefusedValueException("a % in a path is written %25");
    }
  }

  private static Map<String, String> options(String query) throws RefusedValueException {
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw new RefusedValueException("each option after ? is name=value, separated by &");
      }
      if (option.indexOf('+') >= 0) {
        throw new RefusedValueException(
            "a + in an option, which Camel reads as a space, is written %2B");
      }
      if (options.put(option.substring(0, equals), option.substring(equals + 1)) != null) {
        throw new RefusedValueException(
            "it has the option " + Faults.printable(option.substring(0, equals)) + " twice");
      }
    }
    return options;
  }

  /** Escapes only what an address cannot contain, so that an operator recognizes the folder. */
  private static String encoded(String directory) {
    StringBuilder out = new StringBuilder();
    directory
        .codePoints()
        .forEach(
            codePoint -> {
              String text = Character.toString(codePoint);
              boolean plain =
                  codePoint > ' ' && codePoint < 127 && "%?#&+\"<>\\^`{|}".indexOf(codePoint) < 0;
              out.append(plain ? text : URLEncoder.encode(text, StandardCharsets.UTF_8));
            });
    return out.toString().replace("+", "%20");
  }

  /** Where the folder is; no option and no secret. */
  @Override
  public String toString() {
    if (!isRemote()) {
      return FILE + ":" + encoded(directory);
    }
    String user = URLEncoder.encode(server.user(), StandardCharsets.UTF_8);
    return SFTP
        + "://"
        + user.replace("+", "%20")
        + "@"
        + server.host()
        + ":"
        + server.port()
        + "/"
        + encoded(directory);
  }
}

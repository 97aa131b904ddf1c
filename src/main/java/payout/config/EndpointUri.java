package payout.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Camel endpoint of the settings, taken apart: {@code file:inbox?include=.*csv}.
 *
 * @param scheme {@code file}
 * @param directory its folder, absolute once the settings are sealed
 * @param options its options, in the order given, their values as they were written
 */
public record EndpointUri(String scheme, String directory, Map<String, String> options) {

  /** The scheme of a folder on this machine. */
  static final String FILE = "file";

  public EndpointUri {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /**
   * Reads an endpoint that {@link #toUri} has written.
   *
   * @throws IllegalArgumentException when it is no such endpoint
   */
  public static EndpointUri of(String uri) {
    try {
      return parse(uri);
    } catch (RefusedValueException refused) {
      throw new IllegalArgumentException("This is no endpoint: " + refused.getMessage(), refused);
    }
  }

  /** The folder. */
  public Path folder() {
    return Path.of(directory);
  }

  /** The endpoint as Camel takes it. */
  public String toUri() {
    String query =
        options.entrySet().stream()
            .map(option -> option.getKey() + "=" + option.getValue())
            .collect(Collectors.joining("&"));
    return scheme + ":" + encoded(directory) + (query.isEmpty() ? "" : "?" + query);
  }

  /** The same endpoint with its folder made absolute. */
  EndpointUri within(Home home) {
    return new EndpointUri(scheme, home.resolve(directory).toString(), options);
  }

  static EndpointUri parse(String text) throws RefusedValueException {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new RefusedValueException("it does not start with file:");
    }
    int mark = text.indexOf('?');
    String path = text.substring(colon + 1, mark < 0 ? text.length() : mark);
    String query = mark < 0 ? "" : text.substring(mark + 1);
    return new EndpointUri(text.substring(0, colon), directory(path), options(query));
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
        throw new RefusedValueException("each option behind ? is name=value, parted by &");
      }
      if (option.indexOf('+') >= 0) {
        throw new RefusedValueException(
            "a + in an option, which Camel reads as a blank, is written %2B");
      }
      if (options.put(option.substring(0, equals), option.substring(equals + 1)) != null) {
        throw new RefusedValueException(
            "it has the option " + Faults.printable(option.substring(0, equals)) + " twice");
      }
    }
    return options;
  }

  /** Only what an address cannot hold is escaped, so that a person recognizes the folder. */
  private static String encoded(String directory) {
    StringBuilder out = new StringBuilder();
    directory
        .codePoints()
        .forEach(
            letter -> {
              String text = Character.toString(letter);
              boolean plain =
                  letter > ' ' && letter < 127 && "%?#&+\"<>\\^`{|}".indexOf(letter) < 0;
              out.append(plain ? text : URLEncoder.encode(text, StandardCharsets.UTF_8));
            });
    return out.toString().replace("+", "%20");
  }
}

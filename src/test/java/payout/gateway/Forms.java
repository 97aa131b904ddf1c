package payout.gateway;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Reads a form with the JDK's decoder, independently of the code under test. */
final class Forms {

  private Forms() {}

  static Map<String, String> decode(byte[] body, Charset charset) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : new String(body, StandardCharsets.US_ASCII).split("&")) {
      int equals = pair.indexOf('=');
      String name = URLDecoder.decode(pair.substring(0, equals), charset);
      String value = URLDecoder.decode(pair.substring(equals + 1), charset);
      if (parameters.put(name, value) != null) {
        throw new AssertionError(name + " comes twice");
      }
    }
    return parameters;
  }
}

package payout.console;

import gg.jte.TemplateOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is answered.
 *
 * @param status the HTTP status
 * @param headers besides those that every answer has
 * @param body writes the body; may take long, and stream
 */
public record Reply(int status, Map<String, String> headers, Body body) {

  private static final String TYPE = "Content-Type";

  /** Writes a body. */
  @FunctionalInterface
  public interface Body {
    /** Writes all of it; the caller closes the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** A page. */
  public static Reply html(int status, Consumer<TemplateOutput> template) {
    gg.jte.output.Utf8ByteOutput out = new gg.jte.output.Utf8ByteOutput();
    template.accept(out);
    return new Reply(status, Map.of(TYPE, "text/html; charset=utf-8"), out::writeTo);
  }

  /** Bytes of a type. */
  public static Reply bytes(int status, String type, byte[] bytes) {
    return new Reply(status, Map.of(TYPE, type), out -> out.write(bytes));
  }

  /** Text of a type, in UTF-8. */
  public static Reply text(int status, String type, String text) {
    return bytes(status, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** What a browser saves under a name. */
  public static Reply download(String type, String name, Body body) {
    return new Reply(
        200,
        Map.of(TYPE, type, "Content-Disposition", "attachment; filename*=UTF-8''" + escaped(name)),
        body);
  }

  /** Another page of ours, asked for by GET, as after each form. */
  public static Reply redirect(String path) {
    return new Reply(303, Map.of("Location", path), out -> {});
  }

  /** The same with one header more. */
  public Reply with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body);
  }

  /** A name as RFC 8187 writes it in a header. */
  private static String escaped(String name) {
    StringBuilder out = new StringBuilder();
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || ".-_".indexOf(c) >= 0;
      out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", each & 0xff));
    }
    return out.toString();
  }
}

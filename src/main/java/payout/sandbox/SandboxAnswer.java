package payout.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * An answer, and how it is sent.
 *
 * @param status HTTP status
 * @param contentType of the body
 * @param body the bytes
 * @param wire whole, or how it is broken
 * @param delay before any part of the answer is sent
 * @param pause between two bytes of a DRIP
 */
public record SandboxAnswer(
    int status, String contentType, byte[] body, Wire wire, Duration delay, Duration pause) {

  /** How the bytes are sent. */
  public enum Wire {
    WHOLE,
    CLOSE,
    RESET,
    CUT,
    DRIP
  }

  static SandboxAnswer of(int status, String contentType, byte[] body) {
    return new SandboxAnswer(status, contentType, body, Wire.WHOLE, Duration.ZERO, Duration.ZERO);
  }

  static SandboxAnswer text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  static SandboxAnswer html(int status) {
    String page = "<!DOCTYPE html><html><body><h1>" + status + "</h1><br></body></html>\n";
    return of(status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
  }

  static SandboxAnswer json(int status, Object value) {
    return of(status, "application/json; charset=utf-8", Json.bytes(value));
  }

  SandboxAnswer over(Wire way) {
    return new SandboxAnswer(status, contentType, body, way, delay, pause);
  }

  SandboxAnswer after(Duration more) {
    return new SandboxAnswer(status, contentType, body, wire, delay.plus(more), pause);
  }

  SandboxAnswer dripping(Duration between) {
    return new SandboxAnswer(status, contentType, body, Wire.DRIP, delay, between);
  }
}

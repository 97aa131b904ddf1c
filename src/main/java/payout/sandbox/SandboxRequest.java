package payout.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A request as received.
 *
 * @param method upper case
 * @param query the part of the address after the question mark, still encoded; may be empty
 * @param contentType may be empty
 * @param body the bytes, at most {@link #BODY_MAX}
 */
public record SandboxRequest(String method, String query, String contentType, byte[] body) {
  /** 8 MB: a thousand lines usually have 120 KB and can exceed 1 MB. */
  static final int BODY_MAX = 8 * 1024 * 1024;

  boolean isForm() {
    return contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
  }

  byte[] queryBytes() {
    return query.getBytes(StandardCharsets.ISO_8859_1);
  }
}

package payout.outbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import payout.batch.OutboxCharset;

/** A file in memory. */
final class Rendered {

  private Rendered() {}

  static byte[] bytes(OutboxCharset charset, Writing writing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutboxText out = OutboxText.open(bytes, charset)) {
      writing.to(out);
    }
    return bytes.toByteArray();
  }

  static String text(Writing writing) throws IOException {
    return new String(bytes(OutboxCharset.UTF_8, writing), StandardCharsets.UTF_8);
  }

  /** What a test writes. */
  @FunctionalInterface
  interface Writing {
    void to(OutboxText out) throws IOException;
  }
}

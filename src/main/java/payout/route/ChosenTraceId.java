package payout.route;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import payout.batch.Sha256;

/**
 * Makes the ids of spans, and those of traces unless one was chosen: all posts of a batch, whenever
 * and from whichever node, belong to one trace, whose id is made from the batch number.
 */
final class ChosenTraceId implements IdGenerator {

  private static final int HEX_DIGITS = 32;

  private final IdGenerator random = IdGenerator.random();
  private final ThreadLocal<String> chosen = new ThreadLocal<>();

  /** The next trace of this thread is that of a batch. */
  void chooseBatch(String batchNo) {
    byte[] name = ("payout batch " + batchNo).getBytes(StandardCharsets.UTF_8);
    byte[] digest = Sha256.newDigest().digest(name);
    chosen.set(HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS));
  }

  /** The next trace of this thread is a new one. */
  void chooseNone() {
    chosen.remove();
  }

  @Override
  public String generateTraceId() {
    String id = chosen.get();
    return id == null ? random.generateTraceId() : id;
  }

  @Override
  public String generateSpanId() {
    return random.generateSpanId();
  }
}

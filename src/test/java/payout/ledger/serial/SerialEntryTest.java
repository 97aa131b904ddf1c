package payout.ledger.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SerialEntryTest {

  @Property(tries = 5000)
  void the_hash_is_that_of_the_utf_8_bytes(@ForAll String serial) {
    assertThat(SerialEntry.hash(serial)).isEqualTo(hashOfBytes(serial));
  }

  /** Hashes are kept for ever: another formula would not find the serials of before. */
  @Test
  void the_hash_is_the_one_that_ledgers_hold() {
    assertThat(SerialEntry.hash("20260310000001")).isEqualTo(hashOfBytes("20260310000001"));
    assertThat(SerialEntry.hash("")).isEqualTo(hashOfBytes(""));
    assertThat(SerialEntry.hash("工资-1")).isEqualTo(hashOfBytes("工资-1"));
  }

  private static long hashOfBytes(String serial) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : serial.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
    return (hash ^ (hash >>> 29)) >>> 25;
  }
}

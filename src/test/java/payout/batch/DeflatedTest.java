package payout.batch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Compressed values of the ledger. */
class DeflatedTest {

  @Property(tries = 300)
  void what_was_compressed_comes_back(@ForAll byte[] bytes) {
    assertThat(Deflated.inflate(Deflated.of(bytes), bytes.length)).isEqualTo(bytes);
    assertThat(Deflated.inflate(Deflated.quickly(bytes), bytes.length)).isEqualTo(bytes);
  }

  @Test
  void a_small_value_cannot_fill_the_memory() {
    byte[] bomb = Deflated.of(new byte[10_000_000]);

    assertThat(bomb.length).isLessThan(20_000);
    assertThatThrownBy(() -> Deflated.inflate(bomb, 9_999_999))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("More than 9999999 bytes are compressed.");
    assertThat(Deflated.inflate(bomb, 10_000_000)).hasSize(10_000_000);
  }

  @Test
  void a_damaged_value_is_refused_and_never_waited_for() {
    byte[] sound = Deflated.of("success_details=1^2^3".repeat(50).getBytes(US_ASCII));

    assertThatThrownBy(() -> Deflated.inflate(Arrays.copyOf(sound, sound.length / 2), 9999))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The compressed bytes end too early.");
    assertThatThrownBy(() -> Deflated.inflate(new byte[] {(byte) 0xff, 1, 2}, 9999))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Deflated.inflate(new byte[0], 9999))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import payout.testing.Seed;

/**
 * Random answers, for {@code payout.fuzz.seconds}: each is read to an end, and no damage makes a
 * taken batch of a refused one.
 */
@Tag("open-ended")
class AnswerFuzzTest {

  private static final String[] PIECES = {
    "<",
    ">",
    "</",
    "/>",
    "<alipay>",
    "</alipay>",
    "<is_success>",
    "</is_success>",
    "<error>",
    "</error>",
    "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
    "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "&b;",
    "&#0;",
    "&#x10FFFF;",
    "xmlns='x'",
    "\0",
    "\uFEFF",
    "张三"
  };
  private static final String REFUSED =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<alipay><request><p n='a'>x</p></request>"
          + "<is_success>F</is_success><error>ILLEGAL_SIGN</error></alipay>";

  private final AnswerReader reader = new AnswerReader();

  @Test
  void any_bytes_are_read_without_an_exception() {
    long seed = Seed.of(AnswerFuzzTest.class);
    Random random = new Random(seed);
    long end =
        System.nanoTime() + Duration.ofSeconds(Long.getLong("payout.fuzz.seconds", 5)).toNanos();
    int refused = 0;
    int read = 0;

    while (read == 0 || System.nanoTime() < end) {
      byte[] body = body(random);
      String hint = "seed " + seed + ", answer " + read + ": " + HexFormat.of().formatHex(body);
      Answer answer = read(body, hint);
      assertThat(answer).as(hint).isNotInstanceOf(Answer.Accepted.class);
      refused += answer instanceof Answer.Unreadable ? 0 : 1;
      read++;
    }

    assertThat(refused).as("answers that are still refusals, of %s", read).isPositive();
    System.out.println("Fuzzed the reader of answers with " + read + " bodies, seed " + seed + ".");
  }

  private Answer read(byte[] body, String hint) {
    try {
      return reader.read(body);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(hint, e);
    }
  }

  /** F and T differ by one character, so no T is ever inserted. */
  private static byte[] body(Random random) {
    if (random.nextInt(10) == 0) {
      byte[] noise = new byte[random.nextInt(400)];
      random.nextBytes(noise);
      return noise;
    }
    StringBuilder text = new StringBuilder(REFUSED);
    for (int i = random.nextInt(5); i > 0; i--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(60));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, text.substring(at, to));
        case 2 -> text.insert(at, PIECES[random.nextInt(PIECES.length)].repeat(1 + at % 40));
        case 3 -> text.setCharAt(at, (char) ('a' + random.nextInt(26)));
        default -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
      }
      if (text.isEmpty()) {
        text.append('<');
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}

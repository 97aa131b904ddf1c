package payout.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import payout.testing.Seed;

/**
 * Random notifies with a valid sign, for {@code payout.fuzz.seconds}: each is read completely or
 * refused with a sentence, never read in part and never refused with an unexpected exception.
 */
@Tag("open-ended")
class NotifyParserFuzzTest {

  private static final Charset GBK = Charset.forName("GBK");
  private static final String DETAILS =
      "A-1^a@example.com^张三^1.00^S^^200810248427067^20260101000000|"
          + "A-2^b@example.com^李四^2^S^null^200810248427068^20260101000000|";
  private static final String PIECES = "^|.&=%+-019SF\n\0eE张 ";

  @Test
  void any_notify_is_parsed_completely_or_refused() {
    long seed = Seed.of(NotifyParserFuzzTest.class);
    Random random = new Random(seed);
    long end =
        System.nanoTime() + Duration.ofSeconds(Long.getLong("payout.fuzz.seconds", 5)).toNanos();
    int whole = 0;
    int refused = 0;

    while (whole + refused == 0 || System.nanoTime() < end) {
      String details = mutated(random, DETAILS);
      String form = mutated(random, form(details, random.nextBoolean()), random.nextInt(8) / 7);
      String hint = "seed " + seed + ", notify " + (whole + refused) + ": " + form;
      if (isRead(form, random.nextBoolean(), hint)) {
        whole++;
      } else {
        refused++;
      }
    }

    assertThat(whole).isPositive();
    assertThat(refused).isPositive();
    System.out.printf(
        "Fuzzed the reader of notifies: %d read, %d refused, seed %d.%n", whole, refused, seed);
  }

  private static boolean isRead(String body, boolean gbk, String hint) {
    try {
      NotifyForm form = NotifyForm.parse(body.getBytes(StandardCharsets.ISO_8859_1));
      NotifyHead head = NotifyHead.of(form);
      Notification read = Notification.of(head, form, gbk ? GBK : StandardCharsets.UTF_8);
      assertThat(read.successes()).as(hint).allMatch(each -> each.serial() != null);
      assertThat(read.failures()).as(hint).allMatch(each -> each.serial() != null);
      return true;
    } catch (MalformedNotifyException | MalformedDetailsException expected) {
      assertThat(expected).as(hint).hasMessageEndingWith(".");
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(hint, e);
    }
  }

  private static String form(String details, boolean paid) {
    return "notify_id=n1&notify_type=batch_trans_notify&batch_no=20260101AbC0001"
        + "&pay_user_id=2088002464631181&"
        + (paid ? "success_details=" : "fail_details=")
        + URLEncoder.encode(details, StandardCharsets.UTF_8);
  }

  private static String mutated(Random random, String text) {
    return mutated(random, text, random.nextInt(4));
  }

  private static String mutated(Random random, String from, int changes) {
    StringBuilder text = new StringBuilder(from);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(30));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, text.substring(at, to));
        case 2 -> text.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
        default -> text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
      }
      if (text.isEmpty()) {
        text.append('|');
      }
    }
    return text.toString();
  }
}

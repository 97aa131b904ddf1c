package payout.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import payout.batch.Money;

class NotificationTest {

  private static final Charset GBK = Charset.forName("GBK");

  @Test
  void reads_the_records_of_a_notify_that_another_program_made() {
    Notification notification = read(body("notify-mixed-utf8"), UTF_8);

    assertThat(notification.head())
        .isEqualTo(
            new NotifyHead(
                "70fec0c2730b27528665af4517c27b95aa",
                "batch_trans_notify",
                "20260101AbC0001",
                "2088002464631181"));
    assertThat(notification.successes())
        .containsExactly(
            new DetailRecord(
                "A-0001",
                "payee+one@example.com",
                "张三",
                new Money(1),
                DetailRecord.Flag.S,
                "",
                "2026010112345678",
                "20260101120001"));
    assertThat(notification.failures())
        .containsExactly(
            new DetailRecord(
                "A-0002",
                "13800000000",
                "李四",
                new Money(199999),
                DetailRecord.Flag.F,
                "ACCOUN_NAME_NOT_MATCH",
                "2026010112345679",
                "20260101120001"));
  }

  @Test
  void a_notify_for_another_payer_shows_whose_it_is() {
    assertThat(read(body("notify-other-partner"), UTF_8).head().payUserId())
        .isEqualTo("2088000000000000");
  }

  @Test
  void reads_names_in_the_charset_of_the_request() {
    String body = "notify_id=n&success_details=1^a@b.cn^%D5%C5%C8%FD^1.00^S^^2^3|";

    assertThat(read(body, GBK).successes()).extracting(DetailRecord::name).containsExactly("张三");
  }

  @Test
  void details_in_another_charset_are_refused_and_never_guessed() {
    String body = "notify_id=n&fail_details=1^a@b.cn^%D5%C5%C8%FD^1.00^F^x^2^3|";

    assertThatThrownBy(() -> read(body, UTF_8))
        .isInstanceOf(MalformedDetailsException.class)
        .hasMessage("The notify's fail_details is not in the batch's charset.");
  }

  @Test
  void a_payers_name_in_another_charset_is_no_fault() {
    String body = "notify_id=n&pay_user_name=%C3%AB%C3%AB%FF&success_details=1^a^b^1^S^^2^3";

    assertThat(read(body, UTF_8).successes()).hasSize(1);
  }

  @Test
  void a_missing_list_has_no_records() {
    Notification notification = read("notify_id=n&fail_details=1^a^b^1^F^^2^3", UTF_8);

    assertThat(notification.successes()).isEmpty();
    assertThat(notification.failures()).hasSize(1);
  }

  @Test
  void reads_a_full_batch_of_long_records() {
    String details =
        IntStream.range(0, 1000)
            .mapToObj(NotificationTest::longRecord)
            .collect(Collectors.joining("|"));
    String body = "notify_id=n&success_details=" + URLEncoder.encode(details, UTF_8);
    assertThat(body.length()).isGreaterThan(300_000);

    Notification notification = read(body, UTF_8);

    assertThat(notification.successes()).hasSize(1000);
    assertThat(notification.successes().get(999).serial()).isEqualTo("S-000999");
    assertThat(notification.successes().get(999).name()).isEqualTo("张三李四王五赵六星辰公司有限责任公司北京分公司");
  }

  private static String longRecord(int i) {
    return String.format(
        "S-%06d^payee%06d@example.com^张三李四王五赵六星辰公司有限责任公司北京分公司^1.00^S^^202601011234567890^20260101120001",
        i, i);
  }

  /**
   * A hostile body of the largest size that is taken; every pass over it must be a straight one.
   */
  @Test
  void four_megabytes_of_separators_are_parsed_quickly() {
    for (String piece : new String[] {"&", "%25", "a^", "|", "^^^0^S^^^|"}) {
      String value = piece.repeat(4_000_000 / piece.length());

      Assertions.assertTimeout(
          Duration.ofSeconds(30), () -> readOrRefuse(("notify_id=n&fail_details=" + value)));
    }
  }

  @Property(tries = 2000)
  void random_bytes_are_parsed_or_refused(@ForAll @Size(max = 300) byte[] body) {
    readOrRefuse(body);
  }

  @Property(tries = 3000)
  void a_damaged_notify_is_parsed_or_refused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] body = body("notify-mixed-utf8").getBytes(US_ASCII);
    byte[] spice = "&=%+^|SF1.\n".getBytes(US_ASCII);
    for (int i = random.nextInt(8); i >= 0; i--) {
      body[random.nextInt(body.length)] =
          random.nextBoolean() ? spice[random.nextInt(spice.length)] : (byte) random.nextInt(256);
    }

    readOrRefuse(body);
  }

  private static void readOrRefuse(String body) {
    readOrRefuse(body.getBytes(US_ASCII));
  }

  private static void readOrRefuse(byte[] body) {
    try {
      NotifyForm form = NotifyForm.parse(body);
      form.signedText();
      NotifyHead head = NotifyHead.of(form);
      NotifyIdentity.of(head, form);
      Notification.of(head, form, UTF_8);
    } catch (MalformedNotifyException | MalformedDetailsException e) {
      assertThat(e.getMessage()).endsWith(".");
    }
  }

  private static Notification read(String body, Charset charset) {
    NotifyForm form = NotifyForm.parse(body.getBytes(US_ASCII));
    return Notification.of(NotifyHead.of(form), form, charset);
  }

  private static String body(String id) {
    return Vectors.notify(id).get("wire_body_md5").asText();
  }
}

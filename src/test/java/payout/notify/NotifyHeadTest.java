package payout.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyHeadTest {

  @Test
  void has_ids_type_and_batch_number() {
    NotifyHead head =
        head("notify_id=70fe&notify_type=batch_trans_notify&batch_no=20260101AbC&pay_user_id=2088");

    assertThat(head).isEqualTo(new NotifyHead("70fe", "batch_trans_notify", "20260101AbC", "2088"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch_no=20260101AbC", "notify_id=&batch_no=20260101AbC"})
  void refuses_a_notify_without_an_id(String body) {
    assertThatThrownBy(() -> head(body))
        .isInstanceOf(MalformedNotifyException.class)
        .hasMessage("The notify has no notify_id.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%0Ab", "a+b", "a%00", "a%7F"})
  void refuses_an_id_with_an_invisible_character(String id) {
    assertThatThrownBy(() -> head("notify_id=" + id))
        .isInstanceOf(MalformedNotifyException.class)
        .hasMessage("The notify's notify_id is not made of at most 128 visible characters.");
  }

  @Test
  void refuses_ids_that_are_not_ascii() {
    assertThatThrownBy(() -> head("notify_id=a&pay_user_id=%D5%C5"))
        .isInstanceOf(MalformedNotifyException.class)
        .hasMessage("The notify's pay_user_id holds characters other than ASCII.");
  }

  @Test
  void accepts_an_id_of_128_characters_and_refuses_129() {
    assertThat(head("notify_id=" + "x".repeat(128)).notifyId()).hasSize(128);
    assertThatThrownBy(() -> head("notify_id=" + "x".repeat(129)))
        .isInstanceOf(MalformedNotifyException.class);
  }

  @Test
  void a_type_in_chinese_is_no_fault() {
    assertThat(head("notify_id=a&notify_type=%D5%C5(sync)%0A").notifyType()).isEqualTo("??(sync) ");
  }

  @Test
  void a_missing_parameter_is_empty() {
    assertThat(head("notify_id=a")).isEqualTo(new NotifyHead("a", "", "", ""));
  }

  private static NotifyHead head(String body) {
    return NotifyHead.of(NotifyForm.parse(body.getBytes(US_ASCII)));
  }
}

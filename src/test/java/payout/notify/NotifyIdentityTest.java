package payout.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyIdentityTest {

  private static final String FIRST =
      "notify_id=n1&batch_no=20260101AbC&success_details=a%5Eb&fail_details=c&notify_time=1&sign=s";

  @Test
  void is_the_notify_id_and_a_digest_that_never_changes() {
    assertThat(identity(FIRST))
        .isEqualTo(
            new NotifyIdentity(
                "n1", "4595576cfd414ba7f9570c35b98c52be81ed46c69b98662226c46f0366eb1f17"));
  }

  @Test
  void a_second_delivery_with_a_new_time_and_sign_is_the_same_notify() {
    String second =
        "sign=t&notify_time=2&new=3&fail_details=c&success_details=a^b&batch_no=20260101AbC"
            + "&notify_id=n1";

    assertThat(identity(second)).isEqualTo(identity(FIRST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "notify_id=n2&batch_no=20260101AbC&success_details=a%5Eb&fail_details=c",
        "notify_id=n1&batch_no=20260101AbD&success_details=a%5Eb&fail_details=c",
        "notify_id=n1&batch_no=20260101AbC&success_details=a%5Ec&fail_details=c",
        "notify_id=n1&batch_no=20260101AbC&success_details=a%5Eb&fail_details=d",
        "notify_id=n1&batch_no=20260101AbC&success_details=a%5Ebc",
        "notify_id=n1&batch_no=20260101AbC&success_details=c&fail_details=a%5Eb"
      })
  void another_part_under_the_same_id_is_another_notify(String other) {
    assertThat(identity(other)).isNotEqualTo(identity(FIRST));
  }

  private static NotifyIdentity identity(String body) {
    NotifyForm form = NotifyForm.parse(body.getBytes(US_ASCII));
    return NotifyIdentity.of(NotifyHead.of(form), form);
  }
}

package payout.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes of passwords, and codes of a second factor. */
class PasswordsTest {

  @Test
  void a_hash_fits_its_password_and_no_other() {
    String hash = Passwords.hash("correct horse");

    assertThat(Passwords.matches("correct horse", hash)).isTrue();
    assertThat(Passwords.matches("correct horsf", hash)).isFalse();
    assertThat(Passwords.matches("", hash)).isFalse();
    assertThat(Passwords.hash("correct horse")).isNotEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=0,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=9999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=19456,t=99,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void what_is_no_hash_of_ours_fits_nothing(String text) {
    assertThat(Passwords.isHash(text)).isFalse();
    assertThat(Passwords.matches("", text)).isFalse();
  }

  /** The vectors of RFC 6238, appendix B, for SHA-1: their last six digits. */
  @Test
  void makes_the_codes_of_the_standard() {
    String secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"; // 12345678901234567890

    assertThat(OneTimeCodes.codeAt(secret, 59_000L)).isEqualTo("287082");
    assertThat(OneTimeCodes.codeAt(secret, 1_111_111_109_000L)).isEqualTo("081804");
    assertThat(OneTimeCodes.codeAt(secret, 20_000_000_000_000L)).isEqualTo("353130");
  }

  @Test
  void a_code_is_good_half_a_minute_around_its_own() {
    String secret = OneTimeCodes.newSecret();
    long now = 1_700_000_000_000L;
    String code = OneTimeCodes.codeAt(secret, now);

    assertThat(secret).matches("[A-Z2-7]{32}");
    assertThat(OneTimeCodes.step(secret, code, now + 30_000)).isPresent();
    assertThat(OneTimeCodes.step(secret, code, now - 30_000)).isPresent();
    assertThat(OneTimeCodes.step(secret, code, now + 90_000)).isEmpty();
    assertThat(OneTimeCodes.step(secret, "", now)).isEmpty();
  }
}

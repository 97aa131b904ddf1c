package payout.ledger.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AccountEntryTest {

  /** Hashes are kept for ever: another formula would not find the accounts of before. */
  @Property(tries = 2000)
  void the_hash_is_that_of_the_utf_8_bytes_in_small_letters(@ForAll String account) {
    assertThat(AccountEntry.hash(account)).isEqualTo(hashOfBytes(account));
  }

  @Test
  void capitals_of_ascii_do_not_count() {
    assertThat(AccountEntry.hash("Li.Si@Example.COM"))
        .isEqualTo(AccountEntry.hash("li.si@example.com"));
    assertThat(AccountEntry.hash("Ä李@example.com")).isEqualTo(AccountEntry.hash("Ä李@EXAMPLE.com"));
    assertThat(AccountEntry.isSame("Li@x.cn", "lI@X.CN")).isTrue();
    assertThat(AccountEntry.isSame("13800000001", "13800000002")).isFalse();
    assertThat(AccountEntry.isSame("1380000000", "13800000002")).isFalse();
    assertThat(AccountEntry.isSame("Äli@x.cn", "äli@x.cn")).isFalse();
  }

  private static long hashOfBytes(String account) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : account.getBytes(StandardCharsets.UTF_8)) {
      int small = each >= 'A' && each <= 'Z' ? each + 32 : each & 0xff;
      hash = (hash ^ small) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
    return (hash ^ (hash >>> 29)) >>> 33;
  }
}

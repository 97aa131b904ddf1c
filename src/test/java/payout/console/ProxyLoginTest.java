package payout.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import payout.config.AddressRange;
import payout.config.ConsoleProxySettings;

/** Which request a proxy that logs users in is believed for. */
class ProxyLoginTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final ProxyLogin proxy = new ProxyLogin(Optional.of(settings()));

  private static ConsoleProxySettings settings() {
    try {
      AddressRange peer = new AddressRange(InetAddress.getByName("192.0.2.9"), 32);
      return new ConsoleProxySettings(List.of(peer), "X-Remote-User", KEY, false);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.9," + KEY + ",li,li",
    "192.0.2.9," + KEY + ",' li ',li",
    "::ffff:192.0.2.9," + KEY + ",li,li",
    "192.0.2.9," + KEY + ",'',''",
    "192.0.2.10," + KEY + ",li,''",
    "127.0.0.1," + KEY + ",li,''",
    "''," + KEY + ",li,''",
    "192.0.2.9,'',li,''",
    "192.0.2.9,0123456789abcdef0123456789abcdee,li,''",
    "192.0.2.9,0123456789abcdef0123456789abcdef0,li,''"
  })
  void is_believed_with_the_address_and_the_secret_only(
      String peer, String secret, String name, String believed) {
    Map<String, List<String>> headers =
        Map.of("X-Remote-User", List.of(name), ProxyLogin.SECRET, List.of(secret));

    assertThat(proxy.user(peer, headers::get).orElse("")).isEqualTo(believed);
  }

  @Test
  void is_believed_nothing_where_no_proxy_is_set() {
    assertThat(new ProxyLogin(Optional.empty()).user("192.0.2.9", header -> List.of(KEY)))
        .isEmpty();
  }

  @Test
  void two_names_in_one_request_are_refused_because_one_may_be_of_the_caller() {
    Map<String, List<String>> headers =
        Map.of("X-Remote-User", List.of("chen", "li"), ProxyLogin.SECRET, List.of(KEY));

    assertThatThrownBy(() -> proxy.user("192.0.2.9", headers::get))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("must replace the header X-Remote-User");
  }

  @Test
  void two_secrets_are_none() {
    Map<String, List<String>> headers =
        Map.of("X-Remote-User", List.of("li"), ProxyLogin.SECRET, List.of("guess", KEY));

    assertThat(proxy.user("192.0.2.9", headers::get)).isEmpty();
  }

  @Test
  void its_secret_is_not_shown() {
    assertThat(settings().toString()).doesNotContain(KEY);
  }
}

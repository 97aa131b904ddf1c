package payout.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.77/25, 192.0.2.127, true",
    "192.0.2.77/25, 192.0.2.128, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/32, 2001:db8:1::9, true",
    "2001:db8::/32, 2001:db9::, false",
    "::1, ::1, true"
  })
  void contains(String range, String address, boolean is) throws Exception {
    assertThat(list(range)).hasSize(1);
    assertThat(list(range).get(0).contains(address(address))).isEqualTo(is);
  }

  @Test
  void several_are_separated_by_spaces() throws Exception {
    assertThat(list("192.0.2.7  2001:db8::/32"))
        .extracting(AddressRange::bits)
        .containsExactly(32, 32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy.example.com",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.1/33",
        "::1/129",
        "192.0.2.1/",
        "192.0.2.1/-1",
        "1,2",
        "192.0.2.1,192.0.2.2",
        "fe80::1%eth0",
        "a.b.c.d",
        "12345678",
        ":::"
      })
  void refuses_what_is_not_an_address(String text) {
    assertThatThrownBy(() -> list(text)).isInstanceOf(RefusedValueException.class);
  }

  @Test
  void callers_of_one_network_of_ipv6_are_counted_together() throws Exception {
    assertThat(AddressRange.network(address("2001:db8::1")))
        .isEqualTo(AddressRange.network(address("2001:db8::ffff:1")))
        .isNotEqualTo(AddressRange.network(address("2001:db8:0:1::1")));
    assertThat(AddressRange.network(address("192.0.2.7"))).isEqualTo("192.0.2.7");
  }

  private static List<AddressRange> list(String text) throws RefusedValueException {
    return AddressRange.listForm().parse(text);
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }
}

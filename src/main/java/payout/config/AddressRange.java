package payout.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses of one machine or one network, as {@code 192.0.2.7}, {@code 192.0.2.0/24} or {@code
 * 2001:db8::/32}.
 *
 * @param first an address of it
 * @param bits how many bits all its addresses have in common with that one
 */
public record AddressRange(InetAddress first, int bits) {

  /** Only digits, so that no name is looked up. */
  private static final Pattern WRITTEN =
      Pattern.compile("([0-9.]{7,15}|[0-9A-Fa-f:.]{2,45})(?:/([0-9]{1,3}))?");

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /** A caller with one IPv6 address usually has a whole network of this many bytes. */
  private static final int IPV6_NETWORK_BYTES = 8;

  /** Whether an address belongs to it. */
  public boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] other = address.getAddress();
    int rest = mine.length * Byte.SIZE - bits;
    return mine.length == other.length
        && new BigInteger(1, mine)
            .shiftRight(rest)
            .equals(new BigInteger(1, other).shiftRight(rest));
  }

  /**
   * The address under which one caller's connections are counted: for IPv6 the network of 64 bits.
   */
  public static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length <= IPV6_NETWORK_BYTES) {
      return address.getHostAddress();
    }
    return Arrays.toString(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES));
  }

  /** The address that a text is, written in digits; empty for any other text. */
  public static Optional<InetAddress> written(String text) {
    try {
      return text.indexOf('/') < 0 && WRITTEN.matcher(text).matches()
          ? Optional.of(address(text))
          : Optional.empty();
    } catch (RefusedValueException e) {
      return Optional.empty();
    }
  }

  static Form<List<AddressRange>> listForm() {
    return Form.of(
        "IP addresses or networks such as 192.0.2.7 or 192.0.2.0/24, separated by spaces",
        AddressRange::list);
  }

  private static List<AddressRange> list(String text) throws RefusedValueException {
    List<AddressRange> ranges = new ArrayList<>();
    for (String each : text.split("\\s+")) {
      ranges.add(parse(each));
    }
    return List.copyOf(ranges);
  }

  private static AddressRange parse(String text) throws RefusedValueException {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new RefusedValueException(text + " is not an IP address");
    }
    InetAddress address = address(written.group(1));
    int all = address.getAddress().length * Byte.SIZE;
    int bits = written.group(2) == null ? all : Integer.parseInt(written.group(2));
    if (bits > all) {
      throw new RefusedValueException(text + " has more than " + all + " bits after the /");
    }
    return new AddressRange(address, bits);
  }

  private static InetAddress address(String text) throws RefusedValueException {
    if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches()) {
      throw new RefusedValueException(text + " is not an IP address");
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new RefusedValueException(text + " is not an IP address");
    }
  }
}

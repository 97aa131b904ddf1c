package payout.sandbox;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The charsets of {@code _input_charset}, in any case; GBK is the gateway's default. */
final class Charsets {
  static final String DEFAULT_NAME = "GBK";

  private static final Set<String> KNOWN = Set.of("utf-8", "gbk", "gb2312");

  private Charsets() {}

  static Optional<Charset> find(String name) {
    return KNOWN.contains(name.toLowerCase(Locale.ROOT))
        ? Optional.of(Charset.forName(name))
        : Optional.empty();
  }

  static Charset named(String name) {
    return find(name).orElseThrow(() -> new Refusal("ILLEGAL_CHARSET", "an unknown charset"));
  }
}

package payout.batch;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The charsets that {@code _input_charset} may name (document section 4.2). */
public enum RequestCharset {
  UTF_8("utf-8", StandardCharsets.UTF_8),
  GBK("gbk", Charset.forName("GBK")),
  GB2312("gb2312", Charset.forName("GB2312"));

  private final String parameter;
  private final Charset charset;

  RequestCharset(String parameter, Charset charset) {
    this.parameter = parameter;
    this.charset = charset;
  }

  /** The charset of a setting's value, or empty when the gateway knows no such charset. */
  public static Optional<RequestCharset> of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.parameter.equalsIgnoreCase(name))
        .findFirst();
  }

  public Charset charset() {
    return charset;
  }

  /** An encoder that reports whether a character exists in this charset; not thread-safe. */
  public CharsetEncoder newEncoder() {
    return charset.newEncoder();
  }

  /** The value of {@code _input_charset}. */
  @Override
  public String toString() {
    return parameter;
  }
}

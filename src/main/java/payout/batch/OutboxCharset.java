package payout.batch;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/** The charsets of the output files: the values of {@code payout.outbox.charset}. */
public enum OutboxCharset {
  UTF_8("utf-8", StandardCharsets.UTF_8, ""),
  /** With a byte order mark, by which a spreadsheet program recognizes UTF-8. */
  UTF_8_BOM("utf-8-bom", StandardCharsets.UTF_8, "\uFEFF"),
  GBK("gbk", Charset.forName("GBK"), "");

  private final String setting;
  private final Charset charset;
  private final String mark;

  OutboxCharset(String setting, Charset charset, String mark) {
    this.setting = setting;
    this.charset = charset;
    this.mark = mark;
  }

  /**
   * An encoder that reports what it cannot encode. Intake uses one to check whether a payee's
   * values can be written to a result later; not thread-safe.
   */
  public CharsetEncoder newEncoder() {
    return charset.newEncoder();
  }

  /** What a file starts with, before its first row. */
  public String mark() {
    return mark;
  }

  /** The value of the setting. */
  @Override
  public String toString() {
    return setting;
  }
}

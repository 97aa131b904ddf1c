package payout.sandbox;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The synchronous answer (section 5), correct and broken. The declaration names the charset of the
 * request's address, GBK where that names none.
 */
final class XmlAnswers {
  private static final int HUGE_BYTES = 10 * 1024 * 1024;
  private static final Charset GBK = Charset.forName("GBK");

  private XmlAnswers() {}

  static SandboxAnswer taken(String charset) {
    return xml(charset, flag("T") + error("SUCCESS"));
  }

  static SandboxAnswer refused(String charset, String code) {
    return xml(charset, flag("F") + error(code));
  }

  /** What is sent instead of the true answer. */
  static SandboxAnswer broken(SandboxAnswer truth, Fault fault, String charset) {
    return switch (fault.kind()) {
      case CLOSE -> truth.over(SandboxAnswer.Wire.CLOSE);
      case RESET -> truth.over(SandboxAnswer.Wire.RESET);
      case HOLD -> truth.over(SandboxAnswer.Wire.CLOSE).after(fault.pause());
      case CUT -> body(truth, Arrays.copyOf(truth.body(), truth.body().length / 2));
      case CUT_CONNECTION -> truth.over(SandboxAnswer.Wire.CUT);
      case DRIP -> truth.dripping(fault.pause());
      case STATUS -> SandboxAnswer.html(fault.status());
      case HTML -> SandboxAnswer.html(200);
      case EMPTY -> body(truth, new byte[0]);
      case WRONG_CHARSET -> body(truth, wrongCharset(truth));
      case DOUBLE_SUCCESS -> xml(charset, flag("F") + flag("T") + error("SUCCESS"));
      case NO_SUCCESS -> xml(charset, error("SUCCESS"));
      case HUGE -> body(truth, inserted(truth, "</alipay>", "<note>" + filler() + "</note>"));
      case DOCTYPE -> body(truth, inserted(truth, "<alipay>", "<!DOCTYPE alipay>"));
      case REFUSE -> refused(charset, fault.code());
      default -> truth;
    };
  }

  private static SandboxAnswer xml(String charset, String inner) {
    String text =
        "<?xml version=\"1.0\" encoding=\"" + charset + "\"?><alipay>" + inner + "</alipay>";
    // Everything in it is ASCII, which is the same in all three charsets.
    return SandboxAnswer.of(
        200, "text/xml; charset=" + charset, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static SandboxAnswer body(SandboxAnswer truth, byte[] body) {
    return SandboxAnswer.of(truth.status(), truth.contentType(), body);
  }

  private static byte[] wrongCharset(SandboxAnswer truth) {
    String text = text(truth).replaceFirst("encoding=\"[^\"]*\"", "encoding=\"utf-8\"");
    return text.replace("</alipay>", "<note>张三</note></alipay>").getBytes(GBK);
  }

  private static byte[] inserted(SandboxAnswer truth, String before, String what) {
    return text(truth).replace(before, what + before).getBytes(StandardCharsets.US_ASCII);
  }

  private static String filler() {
    return "x".repeat(HUGE_BYTES);
  }

  private static String text(SandboxAnswer answer) {
    return new String(answer.body(), StandardCharsets.US_ASCII);
  }

  private static String flag(String flag) {
    return "<is_success>" + flag + "</is_success>";
  }

  private static String error(String code) {
    return "<error>" + code + "</error>";
  }
}

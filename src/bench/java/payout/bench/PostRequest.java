package payout.bench;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;

/** The request of a batch as the baselines make it: always in UTF-8. */
final class PostRequest {

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final boolean[] PLAIN = new boolean[256];

  static {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-*_"
        .chars()
        .forEach(c -> PLAIN[c] = true);
  }

  private final String before;
  private final byte[] details;
  private final String behind;

  /** In the order in which the parameters are signed. */
  PostRequest(String batchNo, int lines, long fen, byte[] details) {
    this.before =
        "_input_charset=utf-8&account_name=毛毛有限公司&batch_fee="
            + fen / 100
            + '.'
            + fen / 10 % 10
            + fen % 10
            + "&batch_no="
            + batchNo
            + "&batch_num="
            + lines
            + "&detail_data=";
    this.details = details;
    this.behind =
        "&email=payer@company.example&notify_url=http://127.0.0.1:8080/alipay/notify"
            + "&partner=2088002464631181&pay_date=20260310&service=batch_trans_notify_no_pwd";
  }

  private byte[] signedText() {
    ByteArrayOutputStream text = new ByteArrayOutputStream(details.length + 512);
    text.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    text.writeBytes(details);
    text.writeBytes(behind.getBytes(StandardCharsets.UTF_8));
    return text.toByteArray();
  }

  /** The signed form, encoded by the JDK. */
  byte[] bodyByUrlEncoder(PrivateKey key) {
    String sign = BenchKeys.sign(key, signedText());
    String form =
        head()
            + URLEncoder.encode(new String(details, StandardCharsets.UTF_8), StandardCharsets.UTF_8)
            + tail(sign);
    return form.getBytes(StandardCharsets.US_ASCII);
  }

  /** The signed form, encoded by a table. */
  byte[] bodyByTable(PrivateKey key) {
    String sign = BenchKeys.sign(key, signedText());
    byte[] head = head().getBytes(StandardCharsets.US_ASCII);
    byte[] tail = tail(sign).getBytes(StandardCharsets.US_ASCII);
    byte[] body = new byte[head.length + 3 * details.length + tail.length];
    System.arraycopy(head, 0, body, 0, head.length);
    int at = head.length;
    for (byte each : details) {
      int c = each & 0xFF;
      if (PLAIN[c]) {
        body[at++] = each;
      } else {
        body[at++] = '%';
        body[at++] = HEX[c >> 4];
        body[at++] = HEX[c & 0xF];
      }
    }
    System.arraycopy(tail, 0, body, at, tail.length);
    return java.util.Arrays.copyOf(body, at + tail.length);
  }

  private String head() {
    return encodeValues(before.substring(0, before.lastIndexOf('&'))) + "&detail_data=";
  }

  private String tail(String sign) {
    return encodeValues(behind)
        + "&sign_type=RSA&sign="
        + URLEncoder.encode(sign, StandardCharsets.US_ASCII);
  }

  private static String encodeValues(String text) {
    StringBuilder form = new StringBuilder();
    for (String each : text.split("&", -1)) {
      int equals = each.indexOf('=');
      if (form.length() > 0 || each.isEmpty()) {
        form.append('&');
      }
      if (equals > 0) {
        form.append(each, 0, equals + 1)
            .append(URLEncoder.encode(each.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return form.toString();
  }
}

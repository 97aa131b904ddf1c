package payout.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Notifies as the gateway sends them: every line of a batch paid. */
final class NotifyBodies {

  private NotifyBodies() {}

  /**
   * The signed form about a batch.
   *
   * @param lines serial, account, name and amount of each line
   */
  static byte[] paid(PrivateKey gatewaysKey, String batchNo, List<String[]> lines) {
    StringBuilder details = new StringBuilder(lines.size() * 120);
    long inner = 100_000_000_000_000L;
    for (String[] line : lines) {
      details.append(line[0]).append('^').append(line[1]).append('^').append(line[2]).append('^');
      details.append(line[3]).append("^S^^").append(inner++).append("^20260310120000|");
    }
    Map<String, String> form = new TreeMap<>();
    form.put("batch_no", batchNo);
    form.put("notify_id", "n" + batchNo);
    form.put("notify_time", "2026-03-10 12:00:00");
    form.put("notify_type", "batch_trans_notify");
    form.put("pay_account_no", "20880024646311810156");
    form.put("pay_user_id", Product.PARTNER);
    form.put("pay_user_name", "毛毛有限公司");
    form.put("success_details", details.toString());
    String text =
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("&"));
    form.put("sign", BenchKeys.sign(gatewaysKey, text.getBytes(StandardCharsets.UTF_8)));
    form.put("sign_type", "RSA");
    return form.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"))
        .getBytes(StandardCharsets.US_ASCII);
  }
}

package payout.testing;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Notifies made by hand and signed with the MD5 key. */
public final class NotifyForms {

  private NotifyForms() {}

  /** A valid notify about one paid line. */
  public static Map<String, String> paid(String batchNo, String notifyId, String record) {
    Map<String, String> params = new TreeMap<>();
    params.put("notify_time", "2026-01-01 12:00:00");
    params.put("notify_type", "batch_trans_notify");
    params.put("notify_id", notifyId);
    params.put("batch_no", batchNo);
    params.put("pay_user_id", ProductionHome.PARTNER);
    params.put("pay_user_name", "毛毛有限公司");
    params.put("pay_account_no", "20880024646311810156");
    params.put("success_details", record + "|");
    return params;
  }

  /** The body of the form, signed. */
  public static byte[] signed(Map<String, String> params, String charset) {
    Map<String, String> all = new TreeMap<>(params);
    String text =
        all.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("&"));
    all.put("sign", md5((text + TestKeys.MD5_KEY).getBytes(Charset.forName(charset))));
    all.put("sign_type", "MD5");
    return form(all, charset);
  }

  public static byte[] form(Map<String, String> params, String charset) {
    return RawHttp.ascii(
        params.entrySet().stream()
            .map(
                each ->
                    each.getKey()
                        + "="
                        + URLEncoder.encode(each.getValue(), Charset.forName(charset)))
            .collect(Collectors.joining("&")));
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package payout.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Addresses of pages. None of them ever holds an account or a name of a payee. */
public final class Links {

  private Links() {}

  /** The page of a file. */
  public static String file(long fileId) {
    return "/files/" + fileId;
  }

  /** An output of a file. */
  public static String output(long fileId, String name) {
    return file(fileId) + "/outputs/" + encoded(name);
  }

  /** The page of a batch. */
  public static String batch(String batchNo) {
    return "/batches/" + encoded(batchNo);
  }

  /** The page of a payment. */
  public static String payment(String batchNo, String serial) {
    return "/payments/" + encoded(batchNo) + "/" + encoded(serial);
  }

  /** What is known under a serial number, a batch number or a file's name. */
  public static String search(String q) {
    return query("/payments", Map.of("q", q));
  }

  /** A path with those fields that are not empty, in the order of the map. */
  public static String query(String path, Map<String, String> fields) {
    String query =
        fields.entrySet().stream()
            .filter(each -> !each.getValue().isEmpty())
            .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

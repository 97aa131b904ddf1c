package payout.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Camel's keys pass through, except those that could pay twice, or pay somebody else. */
final class CamelKeys {

  private static final String PREFIX = "camel.";
  private static final Map<String, String> REFUSED = refused();

  private CamelKeys() {}

  static boolean isOne(String name) {
    return name.startsWith(PREFIX);
  }

  /** Why a key does not pass; empty when it passes. */
  static Optional<String> refusal(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace("-", "");
    return REFUSED.entrySet().stream()
        .filter(entry -> lower.matches(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Patterns over the key in lower case without dashes, which is how Camel compares them. */
  private static Map<String, String> refused() {
    Map<String, String> refused = new LinkedHashMap<>();
    refused.put(
        "camel\\.component\\.(file|s?ftps?|https?|platformhttp)\\.(?!useglobalsslcontextparameters).*",
        "it could make a payment be sent twice, or a file be taken twice");
    refused.put(
        "camel\\.ssl\\.trustallcertificates|camel\\..*hostnameverifier.*",
        "only the checked certificate proves that the answers come from the gateway");
    refused.put("camel\\.server\\..*", "use payout.notify.host, .port and .path");
    refused.put(
        "camel\\.management\\.(?!useglobalsslcontextparameters).*",
        "use camel.management.host and camel.management.port");
    refused.put(
        "camel\\.main\\.(routes.*|javaroutes.*|propertyplaceholder.*|.*propertieslocation.*"
            + "|autoconfiguration.*|sourcelocation.*|profile|duration.*|shutdown.*|streamcaching.*"
            + "|autostartup|beanpostprocessor.*|configurations?.*|basepackage.*)",
        "the program sets it");
    return refused;
  }
}

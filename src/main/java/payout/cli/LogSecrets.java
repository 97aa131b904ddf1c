package payout.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The secrets of the settings, which no line of the log ever holds, whoever writes it: a library
 * may log an address or an option of its own.
 */
final class LogSecrets {

  private static final String MASK = "***";

  private static volatile List<String> secrets = List.of();

  private LogSecrets() {}

  /** From now on these are masked. */
  static void keep(Collection<String> all) {
    secrets =
        all.stream().distinct().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /** The text without them. */
  static String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.contains(secret) ? masked.replace(secret, MASK) : masked;
    }
    return masked;
  }
}

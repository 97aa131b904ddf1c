package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import payout.ledger.sql.Sql;

/** The settings that all nodes of the payer have alike, as the ledger holds them. */
final class CommonSettings {

  private static final String FINGERPRINT = "#";

  private CommonSettings() {}

  /**
   * What differs, a phrase for each setting. A setting that only one of the two programs knows is
   * not compared: they may be of two versions.
   */
  static List<String> differences(Sql sql, Map<String, String> own) throws SQLException {
    Map<String, String> held =
        sql
            .list(
                "SELECT name, value FROM common_setting",
                row -> Map.entry(row.getString(1), row.getString(2)))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new TreeMap<>(own)
        .entrySet().stream()
            .filter(
                each -> !each.getValue().equals(held.getOrDefault(each.getKey(), each.getValue())))
            .map(each -> difference(each.getKey(), each.getValue(), held.get(each.getKey())))
            .toList();
  }

  private static String difference(String name, String own, String held) {
    return own.startsWith(FINGERPRINT)
        ? name + " is another one"
        : name + " is " + shown(own) + " here and " + shown(held) + " there";
  }

  private static String shown(String value) {
    return value.isEmpty() ? "empty" : value;
  }

  /** Makes these the settings of all nodes. */
  static void replace(Sql sql, Map<String, String> own) throws SQLException {
    sql.update("DELETE FROM common_setting");
    add(sql, own);
  }

  /** Adds those that no node knew so far. */
  static void add(Sql sql, Map<String, String> own) throws SQLException {
    for (Map.Entry<String, String> each : own.entrySet()) {
      sql.update(
          "INSERT INTO common_setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
          each.getKey(),
          each.getValue());
    }
  }
}

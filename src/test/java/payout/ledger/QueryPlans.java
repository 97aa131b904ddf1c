package payout.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hears the statements that a ledger really runs and finds those that read a table, or an index
 * that is not partial, from end to end: they take longer the older a ledger is.
 */
final class QueryPlans {

  /** Tables of a handful of rows, whatever the age of the ledger. */
  private static final Map<String, String> TINY =
      Map.ofEntries(
          Map.entry("stamp", "one row for each thing that is written when the ledger is made"),
          Map.entry("lease", "one row for each thing that one process at a time does"),
          Map.entry("intake_claim", "one row for each file that is being taken"),
          Map.entry("seal_mark", "one row for each mark of the sealer, eight of them"),
          Map.entry("seal_gap", "one row for each gap of the last hour"),
          Map.entry(
              "statement_reading", "one row for each statement that is read or broke off lately"),
          Map.entry("statement_turn", "one row"),
          Map.entry("pause", "one row for each payer"),
          Map.entry("told_alarm", "one row for each standing alarm"),
          Map.entry("notice", "one row for each cause and channel of notices"),
          Map.entry("lost_file", "one row for each file that a look found lost; none, as a rule"),
          Map.entry("node", "one row for each node of the last day"),
          Map.entry("common_setting", "one row for each setting that all nodes have alike"),
          Map.entry("flyway_schema_history", "one row for each migration"),
          Map.entry("console_session", "one row for each session of the last hours"),
          Map.entry("console_token", "one row for each token that an operator made"));

  /** What an operator or a test asks for; it runs on no timer and in no transaction. */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "SELECT * FROM payout_file ORDER BY id DESC LIMIT ?",
          "status without an argument: the newest files, no more than it shows",
          "SELECT partner, SUM(CASE WHEN state IN ('SETTLED', 'REJECTED', 'DUPLICATE') THEN 0"
              + " ELSE 1 END) FROM payout_file WHERE state <> 'RECEIVED' GROUP BY partner"
              + " ORDER BY partner",
          "asked once in the life of a ledger, when it gets the stamp of its payer",
          "SELECT low, data FROM serial_page ORDER BY low",
          "a test of the index of serials, which looks at every page",
          "SELECT low, data FROM account_page ORDER BY low",
          "a test of the index of accounts, which looks at every page");

  private static final Pattern SQLITE_SCAN =
      Pattern.compile("^SCAN (?:TABLE )?(\\w+)(?: USING (?:COVERING )?INDEX (\\w+))?");
  private static final Pattern SUBQUERY = Pattern.compile("\\) (\\w+)$");
  private static final Pattern POSTGRES_SCAN =
      Pattern.compile(
          "(Seq Scan|Index Scan|Index Scan Backward|Index Only Scan|Index Only Scan Backward)"
              + "(?: using (\\w+))? on (\\w+)|(Bitmap Index Scan) on (\\w+)");

  private final Set<String> heard = ConcurrentHashMap.newKeySet();
  private final Set<String> valid = ConcurrentHashMap.newKeySet();

  /** What is no query and no change, such as SHOW, has no plan. */
  void hear(String text) {
    if (text.matches("(SELECT|INSERT|UPDATE|DELETE|WITH)(?s:.*)")) {
      heard.add(text);
    }
  }

  Set<String> heard() {
    return Collections.unmodifiableSet(heard);
  }

  /** Whether anything was heard that was not explained yet. */
  boolean hasNew() {
    return heard.stream().anyMatch(text -> !valid.contains(text) && !ALLOWED.containsKey(text));
  }

  /** Explains what was heard since the last time; a sentence for each statement that scans. */
  List<String> faults(Connection connection, Engine engine) throws SQLException {
    Set<String> partial = partialIndexes(connection, engine);
    List<String> faults = new ArrayList<>();
    for (String text : heard) {
      if (!valid.contains(text) && !ALLOWED.containsKey(text)) {
        List<String> plan = explain(connection, engine, text);
        List<String> scans =
            engine == Engine.SQLITE ? sqliteScans(plan, text, partial) : scans(plan, partial);
        if (scans.isEmpty()) {
          valid.add(text);
        } else {
          faults.add(text + "\n  " + String.join("\n  ", plan));
        }
      }
    }
    return faults;
  }

  /** How a database answers a statement. */
  static List<String> explain(Connection connection, Engine engine, String text)
      throws SQLException {
    return engine == Engine.SQLITE ? sqlite(connection, text) : postgres(connection, text);
  }

  private static List<String> sqlite(Connection connection, String text) throws SQLException {
    try (PreparedStatement explain = connection.prepareStatement("EXPLAIN QUERY PLAN " + text)) {
      for (int i = 1; i <= marks(text); i++) {
        explain.setNull(i, java.sql.Types.NULL);
      }
      return column(explain.executeQuery(), 4);
    }
  }

  /** A generic plan: with values, an empty one would be found out for nothing at all. */
  private static List<String> postgres(Connection connection, String text) throws SQLException {
    int marks = marks(text);
    StringBuilder numbered = new StringBuilder();
    int number = 0;
    for (char each : text.toCharArray()) {
      numbered.append(each == '?' ? "$" + ++number : String.valueOf(each));
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET plan_cache_mode = force_generic_plan");
      statement.execute("PREPARE heard AS " + numbered);
      String values =
          marks == 0 ? "" : "(" + String.join(", ", Collections.nCopies(marks, "NULL")) + ")";
      List<String> plan = column(statement.executeQuery("EXPLAIN EXECUTE heard" + values), 1);
      statement.execute("DEALLOCATE heard");
      return plan;
    }
  }

  private static List<String> sqliteScans(List<String> plan, String text, Set<String> partial) {
    Set<String> subqueries = new HashSet<>();
    Matcher named = SUBQUERY.matcher(text);
    if (named.find()) {
      subqueries.add(named.group(1));
    }
    return plan.stream()
        .filter(
            line -> {
              Matcher scan = SQLITE_SCAN.matcher(line);
              return line.contains("AUTOMATIC")
                  || scan.find()
                      && !scan.group(1).equals("CONSTANT")
                      && !subqueries.contains(scan.group(1))
                      && !TINY.containsKey(scan.group(1))
                      && !(scan.group(2) != null && partial.contains(scan.group(2)));
            })
        .toList();
  }

  private static List<String> scans(List<String> plan, Set<String> partial) {
    List<String> scans = new ArrayList<>();
    for (int i = 0; i < plan.size(); i++) {
      Matcher scan = POSTGRES_SCAN.matcher(plan.get(i));
      if (scan.find()) {
        String index = scan.group(2) == null ? scan.group(5) : scan.group(2);
        boolean narrowed = isNarrowed(plan, i + 1) || isOneEnd(plan, i);
        boolean tiny = scan.group(3) != null && TINY.containsKey(scan.group(3));
        if (!tiny && !narrowed && (index == null || !partial.contains(index))) {
          scans.add(plan.get(i));
        }
      }
    }
    return scans;
  }

  /** The least or the greatest value: the first entry of an index, and no other is looked at. */
  private static boolean isOneEnd(List<String> plan, int at) {
    boolean filters = at + 1 < plan.size() && plan.get(at + 1).contains("Filter:");
    return at > 0 && plan.get(at - 1).contains("Limit") && !filters;
  }

  private static boolean isNarrowed(List<String> plan, int from) {
    for (int i = from; i < plan.size() && !plan.get(i).contains("->"); i++) {
      if (plan.get(i).contains("Index Cond:")) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> partialIndexes(Connection connection, Engine engine)
      throws SQLException {
    String query =
        engine == Engine.SQLITE
            ? "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
            : "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                + " WHERE i.indpred IS NOT NULL";
    try (Statement statement = connection.createStatement()) {
      return new HashSet<>(column(statement.executeQuery(query), 1));
    }
  }

  private static int marks(String text) {
    return (int) text.chars().filter(each -> each == '?').count();
  }

  private static List<String> column(ResultSet rows, int column) throws SQLException {
    List<String> texts = new ArrayList<>();
    while (rows.next()) {
      texts.add(rows.getString(column));
    }
    return texts;
  }
}

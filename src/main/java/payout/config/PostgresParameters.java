package payout.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The parameters in the address of a PostgreSQL ledger. In the driver they win over what the
 * program sets, so one that contradicts it is refused instead of changing a limit without a word.
 */
final class PostgresParameters {

  private static final Set<String> SET_BY_PROGRAM =
      Set.of(
          "connectTimeout",
          "loginTimeout",
          "socketTimeout",
          "cancelSignalTimeout",
          "tcpKeepAlive",
          "reWriteBatchedInserts");

  /** The first two make the ledger read-only, the last reads its parameters from another file. */
  private static final Set<String> HARMFUL = Set.of("readOnly", "replication", "service");

  private static final Pattern LIMIT_IN_OPTIONS =
      Pattern.compile("timeout|tcp_|synchronous_commit|read_only|isolation");

  private static final String SERVER_TYPE = "targetServerType";
  private static final String PRIMARY = "primary";
  private static final int AUTHORITY = "jdbc:postgresql://".length();

  private PostgresParameters() {}

  /** Refuses an address whose parameters the program cannot work with. */
  static void check(String url) throws RefusedValueException {
    Map<String, String> given = given(url);
    for (String name : given.keySet()) {
      if (SET_BY_PROGRAM.contains(name) || HARMFUL.contains(name)) {
        throw new RefusedValueException(
            "the program sets the parameter " + name + " or relies on its default; remove it");
      }
    }
    if (LIMIT_IN_OPTIONS.matcher(given.getOrDefault("options", "")).find()) {
      throw new RefusedValueException(
          "its parameter options changes what the program sets; remove that from it");
    }
    checkHosts(url, given.get(SERVER_TYPE));
  }

  /** Connected to a standby, the program would read what is out of date and could write nothing. */
  private static void checkHosts(String url, String serverType) throws RefusedValueException {
    if (serverType != null && !serverType.equals(PRIMARY)) {
      throw new RefusedValueException("targetServerType must be primary, the server to write to");
    }
    if (serverType == null && url.substring(0, url.indexOf('/', AUTHORITY)).contains(",")) {
      throw new RefusedValueException(
          "several hosts need the parameter targetServerType=primary, the server to write to");
    }
  }

  private static Map<String, String> given(String url) {
    Map<String, String> given = new TreeMap<>();
    int query = url.indexOf('?');
    if (query >= 0) {
      for (String each : url.substring(query + 1).split("&")) {
        int equals = each.indexOf('=');
        given.put(
            equals < 0 ? each : each.substring(0, equals),
            equals < 0 ? "" : each.substring(equals + 1));
      }
    }
    return given;
  }
}

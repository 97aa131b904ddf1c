package payout.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The notifies of a file, processed by a plain program on a ledger with one row for each line:
 * decoded, verified, matched with the rows, rows updated and committed, a result file for each
 * batch synced and renamed. It uses no HTTP and no notify_verify, and it does not keep the notify.
 */
final class CarefulNotifies implements AutoCloseable {

  private static final int BATCH_LINES = 1000;

  private final PublicKey gatewaysKey;
  private final RowLedger ledger;
  private final Path outbox;
  private final List<byte[]> bodies = new ArrayList<>();

  /** Fills a ledger from a payout file and makes the notifies about it. */
  CarefulNotifies(Path keys, Path folder, Path file) throws IOException, SQLException {
    gatewaysKey = BenchKeys.publicKey(keys, "gateway-2048");
    ledger = new RowLedger(folder.resolve("notifies.db"));
    outbox = Files.createDirectories(folder.resolve("results"));
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      in.readLine();
      List<String[]> lines = new ArrayList<>();
      String line = in.readLine();
      while (line != null) {
        lines.add(line.split(","));
        line = in.readLine();
        if (lines.size() == BATCH_LINES || line == null) {
          add(bodies.size() + 1, lines);
          bodies.add(
              NotifyBodies.paid(
                  BenchKeys.privateKey(keys, "gateway-2048"),
                  "CAREFUL" + (1_000_000 + bodies.size() + 1),
                  lines));
          lines.clear();
        }
      }
    }
  }

  private void add(int batch, List<String[]> lines) throws SQLException {
    for (String[] fields : lines) {
      ledger.line(batch, fields, Long.parseLong(fields[3].replace(".", "")));
    }
    ledger.intent(batch, lines.size(), 0);
    ledger.commit();
  }

  /** Processes all of them; this is what is measured. */
  void run() throws IOException, SQLException {
    Connection connection = ledger.connection();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, serial_no, account, name, amount FROM line"
                    + " WHERE id > ? AND id <= ? AND batch = ?");
        PreparedStatement update =
            connection.prepareStatement("UPDATE line SET status = ? WHERE id = ?")) {
      int batch = 0;
      for (byte[] body : bodies) {
        take(++batch, decode(body), select, update);
      }
    }
  }

  private static Map<String, String> decode(byte[] body) {
    Map<String, String> form = new TreeMap<>();
    for (String each : new String(body, StandardCharsets.US_ASCII).split("&")) {
      int equals = each.indexOf('=');
      form.put(
          each.substring(0, equals),
          URLDecoder.decode(each.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return form;
  }

  private void take(
      int batch, Map<String, String> form, PreparedStatement select, PreparedStatement update)
      throws IOException, SQLException {
    verify(form);
    Map<String, Row> rows = rows(batch, select);
    StringBuilder results = new StringBuilder(120 * rows.size());
    for (String record : form.get("success_details").split("\\|")) {
      String[] fields = record.split("\\^", -1);
      Row row = rows.get(fields[0]);
      if (row == null
          || !row.account.equals(fields[1])
          || !row.name.equals(fields[2])
          || row.fen != Long.parseLong(fields[3].replace(".", ""))) {
        throw new IllegalStateException("A record does not fit its line.");
      }
      update.setString(1, fields[4].equals("S") ? "PAID" : "FAILED");
      update.setLong(2, row.id);
      update.addBatch();
      results.append(fields[0]).append(',').append(fields[1]).append(',').append(fields[2]);
      results.append(',').append(fields[3]).append(",PAID,").append(fields[6]).append('\n');
    }
    update.executeBatch();
    ledger.connection().commit();
    publish(form.get("batch_no"), results);
  }

  private void verify(Map<String, String> form) {
    String sign = form.remove("sign");
    form.remove("sign_type");
    String text =
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("&"));
    if (!BenchKeys.verify(gatewaysKey, text.getBytes(StandardCharsets.UTF_8), sign)) {
      throw new IllegalStateException("A sign does not hold.");
    }
  }

  private static Map<String, Row> rows(int batch, PreparedStatement select) throws SQLException {
    Map<String, Row> rows = new HashMap<>(2 * BATCH_LINES);
    select.setLong(1, (batch - 1) * (long) BATCH_LINES);
    select.setLong(2, batch * (long) BATCH_LINES);
    select.setInt(3, batch);
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        rows.put(
            found.getString(2),
            new Row(found.getLong(1), found.getString(3), found.getString(4), found.getLong(5)));
      }
    }
    return rows;
  }

  private void publish(String name, StringBuilder results) throws IOException {
    Path unfinished = outbox.resolve("." + name);
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      out.write(results.toString().getBytes(StandardCharsets.UTF_8));
    }
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(unfinished, outbox.resolve(name + ".csv"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws SQLException {
    ledger.close();
  }

  private record Row(long id, String account, String name, long fen) {}
}

package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.Sha256;
import payout.ledger.AcceptRules;
import payout.ledger.Act;
import payout.ledger.ActRefusedException;
import payout.ledger.FileRecord;
import payout.ledger.SubmissionRefusedException;
import payout.ledger.SubmissionRefusedException.Reason;
import payout.ledger.Submitted;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** Files that are submitted by the console go the way of every other file. */
class SubmissionsTest {

  private static final String FILE = PayoutFile.of("S-1,a@example.com,张三,10.50,工资");

  @TempDir private Path folder;

  @Test
  void a_submitted_file_is_paid_and_reported_like_every_other_and_kept_byte_for_byte()
      throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      Submitted answer = submit(service, "pay.csv", FILE);

      assertThat(answer.isNew()).isTrue();
      assertThat(service.awaitResult("pay")).contains("S-1,a@example.com,张三,10.50,工资,PAID,");
      assertThat(service.awaitOut("pay\\.[0-9a-f]{8}\\.ack\\.csv"))
          .isEqualTo(
              "file,sha256,status,lines,amount,batches,reason,inbox\npay.csv,"
                  + answer.sha256()
                  + ",ACCEPTED,1,10.50,1,,console\n");
      await().atMost(RunningService.PATIENCE).until(() -> isSettled(service, answer.id()));
      assertThat(service.counted("payout_files", "inbox", "console")).isEqualTo(1);
      assertThat(service.ledger().status().file(answer.id()).submittedBy()).isEqualTo("li");
      assertThat(kept(service, answer)).isEqualTo(FILE);
      assertThat(submit(service, "pay.csv", FILE))
          .isEqualTo(new Submitted(answer.id(), answer.sha256(), "pay.csv", false));
      assertThat(service.timesPaid("S-1")).isOne();
      assertThat(workFiles(service)).isEmpty();
      assertThat(service.alarms("route") + service.alarms("inbox")).isZero();
    }
  }

  @Test
  void a_submitted_file_with_faults_is_refused_with_its_rejects_and_may_come_again() {
    try (RunningService service = RunningService.in(folder).start()) {
      Submitted first = submit(service, "pay.csv", FILE.replace("10.50", "1050,00"));
      assertThat(service.awaitOut("pay\\.[0-9a-f]{8}\\.ack\\.csv")).contains(",REJECTED,");
      service.awaitOut("pay\\.[0-9a-f]{8}\\.rejects\\.csv");

      Submitted mended = submit(service, "pay.csv", FILE);

      assertThat(mended.id()).isGreaterThan(first.id());
      assertThat(service.awaitResult("pay")).contains(",PAID,");
    }
  }

  @Test
  void a_submitted_file_waits_for_another_person_than_its_maker() {
    try (RunningService service =
        RunningService.in(folder)
            .with("PAYOUT_APPROVAL", "required")
            .with("PAYOUT_APPROVAL_APPROVERS", "chen li")
            .with("PAYOUT_APPROVAL_FOLDER", "approvals")
            .with("PAYOUT_INBOX_OWNER", "erp")
            .start()) {
      Submitted answer = submit(service, "pay.csv", FILE);
      String name = service.awaitName("pay\\.[0-9a-f]{8}\\.waiting\\.csv");

      assertThatThrownBy(() -> submit(service, "pay.csv", FILE.replace("10.50", "10.51")))
          .isInstanceOfSatisfying(
              SubmissionRefusedException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
      AcceptRules rules =
          new AcceptRules(
              Money.ZERO, 1, List.of("chen", "li"), java.util.Map.of("inbox", "erp"), null, false);
      assertThatThrownBy(
              () ->
                  service
                      .ledger()
                      .waiting(rules, Language.EN)
                      .approve("pay.csv", answer.sha256(), new Act("li", "", false)))
          .isInstanceOf(ActRefusedException.class)
          .hasMessageContaining("li submitted the file pay.csv");
      Path approvals = service.home().resolve("approvals");
      String note = "sha256=" + answer.sha256() + "\namount=10.50\nby=";
      Folders.drop(
          approvals, name.replace("waiting.csv", "approve"), (note + "li").getBytes(UTF_8));
      awaitNames(approvals.resolve(".rejected"), 1);
      assertThat(service.ledger().status().file(answer.id()).state())
          .isEqualTo(FileState.AWAITING_APPROVAL);
      assertThat(service.gateway().book().posts()).isEmpty();

      Folders.drop(
          approvals, name.replace("waiting.csv", "approve"), (note + "chen").getBytes(UTF_8));

      assertThat(service.awaitResult("pay")).contains(",PAID,");
      assertThat(submit(service, "pay.csv", FILE).isNew()).isFalse();
      assertThat(service.timesPaid("S-1")).isOne();
    }
  }

  @Test
  void a_file_that_is_only_checked_is_reported_and_never_paid() {
    try (RunningService service = RunningService.in(folder).start()) {
      Submitted answer = check(service, "pay.csv", FILE);
      String report = service.awaitOut("CHECK-pay\\.[0-9a-f]{8}\\.ack\\.csv");
      assertThat(report).contains(",ACCEPTED,1,10.50,1,,console\n");
      await()
          .atMost(RunningService.PATIENCE)
          .until(
              () ->
                  service.console().find(answer.id()).orElseThrow().archiveName().startsWith("."));
      assertThat(service.ledger().status().files(9)).isEmpty();

      check(service, "pay.csv", FILE);

      assertThat(service.awaitOut("CHECK-pay\\.[0-9a-f]{8}-2\\.ack\\.csv")).isEqualTo(report);
      assertThat(service.ledger().status().files(9)).isEmpty();
      assertThat(service.gateway().book().posts()).isEmpty();
    }
  }

  /** Not a row of the file is in the ledger before its turn, and never the whole file in memory. */
  @Test
  @Tag("long")
  void a_file_of_50_mb_is_stored_as_it_comes_and_refused_by_its_content() throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      Large large = new Large(50L * 1024 * 1024, service);

      Submitted answer = service.console().submit("large.csv", large, -1, "li", false);

      assertThat(large.chunksBehindMax).isEqualTo(1);
      assertThat(service.awaitOut("large\\.[0-9a-f]{8}\\.ack\\.csv")).contains(",REJECTED,");
      assertThat(answer.sha256()).isEqualTo(large.sha256());
      try (InputStream kept = service.console().open(answer.id()).orElseThrow()) {
        DigestInputStream again = new DigestInputStream(kept, Sha256.newDigest());
        assertThat(again.transferTo(OutputStream.nullOutputStream())).isEqualTo(50L * 1024 * 1024);
        assertThat(HexFormat.of().formatHex(again.getMessageDigest().digest()))
            .isEqualTo(answer.sha256());
      }
    }
  }

  @Test
  void a_stream_that_breaks_leaves_nothing_behind() throws SQLException {
    try (RunningService service = RunningService.in(folder).start()) {
      InputStream broken =
          new InputStream() {
            private int left = 1_000_000;

            @Override
            public int read() throws IOException {
              if (left-- <= 0) {
                throw new IOException("Connection reset by peer");
              }
              return 'x';
            }
          };

      assertThatThrownBy(() -> service.console().submit("pay.csv", broken, -1, "li", false))
          .isInstanceOf(IOException.class)
          .hasMessage("Connection reset by peer");

      assertThat(number(service, "SELECT COUNT(*) FROM submission")).isZero();
      assertThat(number(service, "SELECT COUNT(*) FROM submission_chunk")).isZero();
      assertThat(service.ledger().status().files(9)).isEmpty();
    }
  }

  @Test
  void a_file_over_the_limit_of_the_settings_is_refused() throws IOException {
    try (RunningService service =
        RunningService.in(folder).with("PAYOUT_FILE_BYTES_MAX", "100").start()) {
      assertThatThrownBy(() -> submit(service, "pay.csv", FILE + "x".repeat(100)))
          .isInstanceOf(SubmissionRefusedException.class)
          .hasMessageContaining("is larger than 100 bytes (payout.file.bytes-max)");
    }
  }

  @Test
  void a_file_that_was_submitted_to_a_process_that_ended_is_taken_by_the_next() throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      service.camel().getRouteController().stopRoute("console");
      Submitted answer = submit(service, "pay.csv", FILE);
      assertThat(service.ledger().status().file(answer.id()).state()).isEqualTo(FileState.RECEIVED);

      service.stop();
      service.start();

      assertThat(service.awaitResult("pay")).contains(",PAID,");
      assertThat(service.ledger().status().files(9)).hasSize(1);
    }
  }

  @Test
  void bytes_that_were_changed_in_the_ledger_are_not_paid_and_delay_no_other_file()
      throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      service.camel().getRouteController().stopRoute("console");
      Submitted changed = submit(service, "changed.csv", FILE);
      submit(service, "sound.csv", FILE.replace("S-1", "S-2"));
      byte[] other = FILE.replace("10.50", "99.50").getBytes(UTF_8);
      change(
          service,
          "UPDATE submission_chunk SET data = x'"
              + HexFormat.of().formatHex(other)
              + "' WHERE submission_id = (SELECT id FROM submission WHERE name = 'changed.csv')");

      service.camel().getRouteController().startRoute("console");

      assertThat(service.awaitResult("sound")).contains(",PAID,");
      await().atMost(RunningService.PATIENCE).until(() -> service.alarms("route") > 0);
      assertThat(service.ledger().status().file(changed.id()).state())
          .isEqualTo(FileState.RECEIVED);
      assertThat(service.timesPaid("S-1")).isZero();
    }
  }

  private static Submitted submit(RunningService service, String name, String content) {
    return submit(service, name, content, false);
  }

  private static Submitted check(RunningService service, String name, String content) {
    return submit(service, name, content, true);
  }

  private static Submitted submit(
      RunningService service, String name, String content, boolean onlyCheck) {
    byte[] bytes = content.getBytes(UTF_8);
    try {
      return service
          .console()
          .submit(name, new ByteArrayInputStream(bytes), bytes.length, "li", onlyCheck);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kept(RunningService service, Submitted answer) throws IOException {
    try (InputStream bytes = service.console().open(answer.id()).orElseThrow()) {
      return new String(bytes.readAllBytes(), UTF_8);
    }
  }

  private static boolean isSettled(RunningService service, long fileId) {
    FileRecord file = service.ledger().status().file(fileId);
    return file.state() == FileState.SETTLED;
  }

  private static List<String> workFiles(RunningService service) {
    return Folders.names(service.home().resolve("data/work")).stream()
        .filter(name -> name.endsWith(".copy"))
        .toList();
  }

  private static void awaitNames(Path folder, int count) {
    await(count + " files in " + folder)
        .atMost(RunningService.PATIENCE)
        .until(() -> Folders.names(folder).size() == count);
  }

  private static Connection connect(RunningService service) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + service.home().resolve("data/ledger.db"));
  }

  private static void change(RunningService service, String text) throws SQLException {
    try (Connection connection = connect(service);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(text)).isPositive();
    }
  }

  private static long number(RunningService service, String query) throws SQLException {
    try (Connection connection = connect(service);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Lines under no heading, made as they are read; sees how many of them the ledger has. */
  private static final class Large extends InputStream {

    private static final String LINE = "L-00000001,a@example.com,张三,1.00,工资\n";
    private static final int LINE_BYTES = LINE.getBytes(UTF_8).length;
    private static final byte[] LINES = LINE.repeat(2000).getBytes(UTF_8);
    private static final int LOOK_EVERY = 2 * 1024 * 1024;

    private final MessageDigest digest = Sha256.newDigest();
    private final long size;
    private final RunningService service;
    private long made;
    private long looked;
    private long chunksBehindMax;

    Large(long size, RunningService service) {
      this.size = size;
      this.service = service;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("It is read in blocks.");
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      if (made == size) {
        return -1;
      }
      look();
      int start = (int) (made % LINE_BYTES);
      int count = (int) Math.min(Math.min(length, LINES.length - start), size - made);
      System.arraycopy(LINES, start, buffer, from, count);
      digest.update(buffer, from, count);
      made += count;
      return count;
    }

    private void look() throws IOException {
      if (made - looked < LOOK_EVERY) {
        return;
      }
      looked = made;
      try {
        long stored = number(service, "SELECT COALESCE(SUM(size), 0) FROM submission");
        chunksBehindMax = Math.max(chunksBehindMax, 1 + (made - stored - 1) / (256 * 1024));
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }

    String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}

package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.sandbox.BookLine;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** From the inbox through the gateway to the outbox, on one running service. */
class FilesFlowTest {

  private static RunningService service;

  @BeforeAll
  static void start(@TempDir Path folder) {
    service = RunningService.in(folder).start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "999, 999", "1000, 1000", "1001, 1000 1", "2500, 1000 1000 500"})
  void pays_every_line_once_in_batches_of_at_most_1000(int lines, String batches) {
    String prefix = "SIZE" + lines;

    service.drop("size-" + lines + ".csv", PayoutFile.lines(prefix, lines));

    String result = service.awaitResult("size-" + lines);
    List<BookLine> paid =
        service.gateway().book().paidLines().stream()
            .filter(line -> line.serial().startsWith(prefix + "-"))
            .toList();
    assertThat(paid).hasSize(lines).extracting(BookLine::serial).doesNotHaveDuplicates();
    assertThat(service.gateway().book().batches().stream().map(batch -> batch.lines()))
        .filteredOn(each -> each.get(0).serial().startsWith(prefix + "-"))
        .extracting(List::size)
        .containsExactlyInAnyOrderElementsOf(
            List.of(batches.split(" ")).stream().map(Integer::valueOf).toList());
    assertThat(result.lines().skip(1)).hasSize(lines).allMatch(row -> row.contains(",PAID,,,"));
    assertThat(result.lines().skip(1).map(row -> row.split(",")[0]))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(2, lines + 1).mapToObj(Integer::toString).toList());
  }

  @Test
  void writes_ack_results_and_retry_as_documented() {
    service.drop(
        "exact.csv",
        PayoutFile.of(
            "E-1,zhang.san@example.com,张三,0.01,\"工资, 三月\"",
            "E-2,13800000002,李四 FAIL_ACCOUN_NAME_NOT_MATCH,1999.99,报销",
            "E-3,john.smith@example.com,John Smith,20.5,"));

    String result = service.awaitResult("exact");
    String id = service.awaitName("exact\\.[0-9a-f]{8}\\.ack\\.csv").split("\\.")[1];
    String retry = service.awaitOut("exact\\." + id + "\\.retry\\.csv");
    String batchNo = batchesOf("E-1").get(0);
    List<BookLine> book = service.gateway().book().batch(batchNo).orElseThrow().lines();
    String at =
        book.get(0)
            .finishedAt()
            .atZone(java.time.ZoneId.of("Asia/Shanghai"))
            .toString()
            .substring(0, 19);
    assertThat(service.awaitOut("exact\\." + id + "\\.ack\\.csv"))
        .matches(
            "file,sha256,status,lines,amount,batches,reason,inbox\n"
                + "exact\\.csv,"
                + id
                + "[0-9a-f]{56},ACCEPTED,3,2020\\.50,1,,inbox\n");
    assertThat(result)
        .isEqualTo(
            "line,serial_no,payee_account,payee_name,amount,remark,status,code,reason,batch_no,"
                + "gateway_serial,finished_at\n"
                + "2,E-1,zhang.san@example.com,张三,0.01,\"工资, 三月\",PAID,,,"
                + (batchNo + "," + book.get(0).innerSerial() + "," + at + "+08:00\n")
                + "3,E-2,13800000002,李四 FAIL_ACCOUN_NAME_NOT_MATCH,1999.99,报销,FAILED,"
                + "ACCOUN_NAME_NOT_MATCH,The payee's name does not match the account.,"
                + (batchNo + "," + book.get(1).innerSerial() + "," + at + "+08:00\n")
                + "4,E-3,john.smith@example.com,John Smith,20.50,,PAID,,,"
                + (batchNo + "," + book.get(2).innerSerial() + "," + at + "+08:00\n"));
    assertThat(service.awaitOut("exact\\." + id + "\\." + batchNo + "\\.result\\.csv"))
        .isEqualTo(result);
    assertThat(retry)
        .isEqualTo(PayoutFile.of("E-2,13800000002,李四 FAIL_ACCOUN_NAME_NOT_MATCH,1999.99,报销"));
    assertThat(service.out()).filteredOn(name -> name.startsWith("exact.")).hasSize(4);
  }

  @Test
  void takes_a_corrected_retry_file_and_pays_it() {
    service.drop(
        "mend.csv",
        PayoutFile.of("M-1,a@example.com,张三,1.00,x", "M-2,b@example.com,李四 FAIL,2.00,y"));
    String retry = service.awaitOut("mend\\.[0-9a-f]{8}\\.retry\\.csv");

    service.drop("corrected.csv", retry.replace(" FAIL", ""));

    assertThat(service.awaitResult("corrected")).contains(",M-2,b@example.com,李四,2.00,y,PAID,");
    assertThat(service.gateway().book().paidLines())
        .filteredOn(line -> line.serial().startsWith("M-"))
        .extracting(BookLine::serial)
        .containsExactly("M-1", "M-2");
  }

  @Test
  void refuses_a_faulty_file_whole_and_posts_nothing_of_it() {
    service.drop(
        "faulty.csv",
        PayoutFile.of(
            "F-1,sound@example.com,张三,1.00,sound",
            "F-2,secret.payee@example.com,李四,0.001,too fine",
            "F-3,a@example.com,王^五,1.00,"));

    String rejects = service.awaitOut("faulty\\.[0-9a-f]{8}\\.rejects\\.csv");
    assertThat(rejects.lines()).hasSize(3).element(0).isEqualTo("line,column,code,reason");
    assertThat(rejects)
        .contains("\n3,amount,AMOUNT_INVALID,")
        .contains("\n4,payee_name,SEPARATOR_CHARACTER,")
        .doesNotContain("secret.payee", "李四", "王");
    assertThat(service.awaitOut("faulty\\.[0-9a-f]{8}\\.ack\\.csv")).contains(",REJECTED,");
    await()
        .atMost(RunningService.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Folders.names(service.inbox().resolve(".rejected")))
                    .anyMatch(name -> name.matches("[0-9]{17}-faulty\\.csv")));
    assertThat(service.gateway().book().timesPosted("F-1")).isZero();
  }

  @Test
  void archives_under_a_time_and_overwrites_nothing_when_a_name_comes_again() {
    Path done = service.inbox().resolve(".done");
    service.drop("again.csv", PayoutFile.of("A-1,a@example.com,张三,1.00,"));
    service.awaitResult("again");
    service.drop("again.csv", PayoutFile.of("A-2,a@example.com,张三,2.00,"));
    await()
        .atMost(RunningService.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Folders.names(done))
                    .filteredOn(name -> name.endsWith("-again.csv"))
                    .hasSize(2));
    service.drop("again.csv", PayoutFile.of("A-1,a@example.com,张三,1.00,"));

    await()
        .atMost(RunningService.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Folders.names(service.inbox().resolve(".rejected")))
                    .anyMatch(name -> name.matches("[0-9]{17}-again\\.csv")));
    assertThat(Folders.names(done)).filteredOn(name -> name.endsWith("-again.csv")).hasSize(2);
    assertThat(Folders.names(done).stream().filter(name -> name.endsWith("-again.csv")))
        .extracting(name -> Folders.text(done.resolve(name)))
        .containsExactly(
            PayoutFile.of("A-1,a@example.com,张三,1.00,"),
            PayoutFile.of("A-2,a@example.com,张三,2.00,"));
    assertThat(service.awaitOut("again\\.[0-9a-f]{8}-2\\.ack\\.csv")).contains(",DUPLICATE,");
    assertThat(service.gateway().book().timesPosted("A-1")).isEqualTo(1);
  }

  @Test
  void leaves_files_alone_that_are_not_finished() throws Exception {
    String file = PayoutFile.of("LEFT-1,a@example.com,张三,1.00,");
    List<String> names =
        List.of(
            ".hidden.csv", "left.csv.tmp", "left.csv.part", "left.csv.filepart", "left.csv.done");
    for (String name : names) {
      Files.writeString(service.inbox().resolve(name), file);
    }

    service.drop("right.csv", PayoutFile.of("RIGHT-1,a@example.com,张三,1.00,"));

    service.awaitResult("right");
    assertThat(Folders.names(service.inbox())).containsAll(names);
    assertThat(service.gateway().book().timesPosted("LEFT-1")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "工资 三月份.csv",
        "${sys.user.name}.csv",
        "a;b#c%20d&e=f?g.csv",
        "quote'\"x.csv",
        " blank .csv",
        "no-suffix",
        "UPPER.CSV",
        "{{payout.gateway.url}}.csv",
        "two..dots.csv"
      })
  void takes_files_of_any_name_and_gives_their_results_the_same_stem(String name) {
    String serial = "NAME-" + Integer.toHexString(name.hashCode());

    service.drop(name, PayoutFile.of(serial + ",a@example.com,张三,1.00,"));

    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    assertThat(service.awaitResult(java.util.regex.Pattern.quote(stem))).contains(",PAID,");
    await()
        .atMost(RunningService.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Folders.names(service.inbox().resolve(".done")))
                    .anyMatch(archived -> archived.endsWith("-" + name)));
  }

  @Test
  void detects_gbk_and_utf_8() {
    String file = PayoutFile.of("GBK-1,a@example.com,欧阳修,1.00,稿费");

    service.drop("in-gbk.csv", file.getBytes(Charset.forName("GBK")));

    assertThat(service.awaitResult("in-gbk")).contains("欧阳修,1.00,稿费,PAID");
  }

  /** Reads as fast as it can: what has its final name is complete. */
  @Test
  void shows_no_half_file_in_the_outbox() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<String> halves = new ArrayList<>();
    CompletableFuture<Integer> reader =
        CompletableFuture.supplyAsync(
            () -> {
              int looks = 0;
              while (!over.get()) {
                looks++;
                for (String name : service.out()) {
                  if (name.startsWith("whole.") && !isWhole(name)) {
                    halves.add(name);
                  }
                }
                LockSupport.parkNanos(1_000_000);
              }
              return looks;
            });

    service.drop("whole.csv", PayoutFile.lines("WHOLE", 2500));
    service.awaitResult("whole");
    over.set(true);

    assertThat(reader.get()).isGreaterThan(20);
    assertThat(halves).isEmpty();
  }

  private static boolean isWhole(String name) {
    String text = Folders.text(service.outbox().resolve(name));
    if (text == null) {
      return false;
    }
    long lines = text.lines().count();
    if (name.endsWith(".ack.csv")) {
      return text.endsWith("\n") && lines == 2;
    }
    boolean ofBatch = name.split("\\.").length == 5;
    return text.endsWith("\n") && (ofBatch ? lines == 1001 || lines == 501 : lines == 2501);
  }

  private static List<String> batchesOf(String serial) {
    return service.gateway().book().lines().stream()
        .filter(line -> line.serial().equals(serial))
        .map(BookLine::batchNo)
        .toList();
  }

  @Test
  void keeps_the_bytes_of_a_taken_file() throws Exception {
    byte[] bytes = PayoutFile.of("BYTES-1,a@example.com,张三,1.00,").getBytes(UTF_8);

    service.drop("bytes.csv", bytes);
    service.awaitResult("bytes");

    Path done = service.inbox().resolve(".done");
    await()
        .atMost(RunningService.PATIENCE)
        .untilAsserted(
            () -> assertThat(Folders.names(done)).anyMatch(name -> name.endsWith("-bytes.csv")));
    String name =
        Folders.names(done).stream().filter(each -> each.endsWith("-bytes.csv")).findFirst().get();
    assertThat(Files.readAllBytes(done.resolve(name))).isEqualTo(bytes);
  }
}

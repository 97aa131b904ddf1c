package payout.house;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.sandbox.BookLine;

/** From the inbox through the gateway to the outbox, on one running house. */
class FilesFlowTest {

  private static RunningHouse house;

  @BeforeAll
  static void start(@TempDir Path folder) {
    house = RunningHouse.in(folder).start();
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "999, 999", "1000, 1000", "1001, 1000 1", "2500, 1000 1000 500"})
  void pays_every_line_once_in_batches_of_at_most_1000(int lines, String batches) {
    String prefix = "SIZE" + lines;

    house.drop("size-" + lines + ".csv", PayoutFiles.lines(prefix, lines));

    String result = house.awaitResult("size-" + lines);
    List<BookLine> paid =
        house.gateway().book().paidLines().stream()
            .filter(line -> line.serial().startsWith(prefix + "-"))
            .toList();
    assertThat(paid).hasSize(lines).extracting(BookLine::serial).doesNotHaveDuplicates();
    assertThat(house.gateway().book().batches().stream().map(batch -> batch.lines()))
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
  void writes_ack_results_and_retry_exactly_as_promised() {
    house.drop(
        "exact.csv",
        PayoutFiles.of(
            "E-1,zhang.san@example.com,张三,0.01,\"工资, 三月\"",
            "E-2,13800000002,李四 FAIL_ACCOUN_NAME_NOT_MATCH,1999.99,报销",
            "E-3,john.smith@example.com,John Smith,20.5,"));

    String result = house.awaitResult("exact");
    String id = house.awaitName("exact\\.[0-9a-f]{8}\\.ack\\.csv").split("\\.")[1];
    String retry = house.awaitOut("exact\\." + id + "\\.retry\\.csv");
    String batchNo = batchesOf("E-1").get(0);
    List<BookLine> book = house.gateway().book().batch(batchNo).orElseThrow().lines();
    String at =
        book.get(0)
            .finishedAt()
            .atZone(java.time.ZoneId.of("Asia/Shanghai"))
            .toString()
            .substring(0, 19);
    assertThat(house.awaitOut("exact\\." + id + "\\.ack\\.csv"))
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
    assertThat(house.awaitOut("exact\\." + id + "\\." + batchNo + "\\.result\\.csv"))
        .isEqualTo(result);
    assertThat(retry)
        .isEqualTo(PayoutFiles.of("E-2,13800000002,李四 FAIL_ACCOUN_NAME_NOT_MATCH,1999.99,报销"));
    assertThat(house.out()).filteredOn(name -> name.startsWith("exact.")).hasSize(4);
  }

  @Test
  void takes_a_mended_retry_file_and_pays_it() {
    house.drop(
        "mend.csv",
        PayoutFiles.of("M-1,a@example.com,张三,1.00,x", "M-2,b@example.com,李四 FAIL,2.00,y"));
    String retry = house.awaitOut("mend\\.[0-9a-f]{8}\\.retry\\.csv");

    house.drop("mended.csv", retry.replace(" FAIL", ""));

    assertThat(house.awaitResult("mended")).contains(",M-2,b@example.com,李四,2.00,y,PAID,");
    assertThat(house.gateway().book().paidLines())
        .filteredOn(line -> line.serial().startsWith("M-"))
        .extracting(BookLine::serial)
        .containsExactly("M-1", "M-2");
  }

  @Test
  void refuses_a_faulty_file_whole_and_posts_nothing_of_it() {
    house.drop(
        "faulty.csv",
        PayoutFiles.of(
            "F-1,sound@example.com,张三,1.00,sound",
            "F-2,secret.payee@example.com,李四,0.001,too fine",
            "F-3,a@example.com,王^五,1.00,"));

    String rejects = house.awaitOut("faulty\\.[0-9a-f]{8}\\.rejects\\.csv");
    assertThat(rejects.lines()).hasSize(3).element(0).isEqualTo("line,column,code,reason");
    assertThat(rejects)
        .contains("\n3,amount,AMOUNT_INVALID,")
        .contains("\n4,payee_name,SEPARATOR_CHARACTER,")
        .doesNotContain("secret.payee", "李四", "王");
    assertThat(house.awaitOut("faulty\\.[0-9a-f]{8}\\.ack\\.csv")).contains(",REJECTED,");
    await()
        .atMost(RunningHouse.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Folders.names(house.inbox().resolve(".rejected")))
                    .anyMatch(name -> name.matches("[0-9]{17}-faulty\\.csv")));
    assertThat(house.gateway().book().timesPosted("F-1")).isZero();
  }

  @Test
  void archives_under_a_time_and_overwrites_nothing_when_a_name_comes_again() {
    Path done = house.inbox().resolve(".done");
    house.drop("again.csv", PayoutFiles.of("A-1,a@example.com,张三,1.00,"));
    house.awaitResult("again");
    house.drop("again.csv", PayoutFiles.of("A-2,a@example.com,张三,2.00,"));
    await()
        .atMost(RunningHouse.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Folders.names(done))
                    .filteredOn(name -> name.endsWith("-again.csv"))
                    .hasSize(2));
    house.drop("again.csv", PayoutFiles.of("A-1,a@example.com,张三,1.00,"));

    await()
        .atMost(RunningHouse.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Folders.names(house.inbox().resolve(".rejected")))
                    .anyMatch(name -> name.matches("[0-9]{17}-again\\.csv")));
    assertThat(Folders.names(done)).filteredOn(name -> name.endsWith("-again.csv")).hasSize(2);
    assertThat(Folders.names(done).stream().filter(name -> name.endsWith("-again.csv")))
        .extracting(name -> Folders.text(done.resolve(name)))
        .containsExactly(
            PayoutFiles.of("A-1,a@example.com,张三,1.00,"),
            PayoutFiles.of("A-2,a@example.com,张三,2.00,"));
    assertThat(house.awaitOut("again\\.[0-9a-f]{8}-2\\.ack\\.csv")).contains(",DUPLICATE,");
    assertThat(house.gateway().book().timesPosted("A-1")).isEqualTo(1);
  }

  @Test
  void leaves_files_alone_that_are_not_finished() throws Exception {
    String file = PayoutFiles.of("LEFT-1,a@example.com,张三,1.00,");
    List<String> names =
        List.of(
            ".hidden.csv", "left.csv.tmp", "left.csv.part", "left.csv.filepart", "left.csv.done");
    for (String name : names) {
      Files.writeString(house.inbox().resolve(name), file);
    }

    house.drop("right.csv", PayoutFiles.of("RIGHT-1,a@example.com,张三,1.00,"));

    house.awaitResult("right");
    assertThat(Folders.names(house.inbox())).containsAll(names);
    assertThat(house.gateway().book().timesPosted("LEFT-1")).isZero();
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

    house.drop(name, PayoutFiles.of(serial + ",a@example.com,张三,1.00,"));

    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    assertThat(house.awaitResult(java.util.regex.Pattern.quote(stem))).contains(",PAID,");
    await()
        .atMost(RunningHouse.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Folders.names(house.inbox().resolve(".done")))
                    .anyMatch(archived -> archived.endsWith("-" + name)));
  }

  @Test
  void reads_gbk_and_utf_8_by_themselves() {
    String file = PayoutFiles.of("GBK-1,a@example.com,欧阳修,1.00,稿费");

    house.drop("in-gbk.csv", file.getBytes(Charset.forName("GBK")));

    assertThat(house.awaitResult("in-gbk")).contains("欧阳修,1.00,稿费,PAID");
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
                for (String name : house.out()) {
                  if (name.startsWith("whole.") && !isWhole(name)) {
                    halves.add(name);
                  }
                }
              }
              return looks;
            });

    house.drop("whole.csv", PayoutFiles.lines("WHOLE", 2500));
    house.awaitResult("whole");
    over.set(true);

    assertThat(reader.get()).isGreaterThan(20);
    assertThat(halves).isEmpty();
  }

  private static boolean isWhole(String name) {
    String text = Folders.text(house.outbox().resolve(name));
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
    return house.gateway().book().lines().stream()
        .filter(line -> line.serial().equals(serial))
        .map(BookLine::batchNo)
        .toList();
  }

  @Test
  void keeps_the_bytes_of_a_taken_file() throws Exception {
    byte[] bytes = PayoutFiles.of("BYTES-1,a@example.com,张三,1.00,").getBytes(UTF_8);

    house.drop("bytes.csv", bytes);
    house.awaitResult("bytes");

    Path done = house.inbox().resolve(".done");
    await()
        .atMost(RunningHouse.PATIENCE)
        .untilAsserted(
            () -> assertThat(Folders.names(done)).anyMatch(name -> name.endsWith("-bytes.csv")));
    String name =
        Folders.names(done).stream().filter(each -> each.endsWith("-bytes.csv")).findFirst().get();
    assertThat(Files.readAllBytes(done.resolve(name))).isEqualTo(bytes);
  }
}

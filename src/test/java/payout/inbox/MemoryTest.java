package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import payout.inbox.IntakeFixture.Outcome;
import payout.ledger.FileRecord;

/** Files that are made to fill the memory; the intake reads them in little memory. */
class MemoryTest extends IntakeTest {

  @Test
  void a_chunk_of_long_rows_is_small() throws IOException {
    Path file = home.resolve("long.csv");
    String row = "x".repeat(1_000_000) + "\n";
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 20; i++) {
        out.write(row);
      }
    }

    try (RowReader reader = new TextRowReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      List<Row> chunk = reader.next(1000, fault -> {});
      assertThat(chunk).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void a_chunk_of_wide_rows_is_small() throws IOException {
    Path file = home.resolve("wide.csv");
    Files.writeString(file, ("x,".repeat(10_000) + "\n").repeat(100));

    try (RowReader reader = new TextRowReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      List<Row> chunk = reader.next(1000, fault -> {});
      assertThat(chunk).hasSizeLessThanOrEqualTo(4);
    }
  }

  @Test
  void an_endless_row_is_refused() throws IOException {
    Path file = fixture.put("pay.csv", new byte[0]);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(IntakeFixture.HEADER);
      out.write(lines("A"));
      for (int i = 0; i < 40; i++) {
        out.write("x".repeat(1_000_000));
      }
    }

    Outcome outcome = fixture.outcome(fixture.takeIn(file));

    assertThat(outcome.codes()).containsExactly("3  UNREADABLE_ROW");
  }

  @Test
  void an_endless_quote_is_refused() throws IOException {
    Path file = fixture.put("pay.csv", new byte[0]);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(IntakeFixture.HEADER + "\"");
      for (int i = 0; i < 40; i++) {
        out.write((lines(25_000)));
      }
    }

    assertThat(fixture.outcome(fixture.takeIn(file)).codes()).containsExactly("2  UNREADABLE_ROW");
  }

  @Test
  void two_hundred_thousand_repeats_are_left_out_batch_by_batch() throws IOException {
    fixture.leavesOutLines = true;
    Path file = many("S,a@b,Zhang,1.00,\n", 200_000);

    FileRecord taken = fixture.takeIn(file);

    assertThat(taken.lines()).isEqualTo(1);
    assertThat(taken.batches()).isEqualTo(1);
    assertThat(taken.rejectedLines()).isEqualTo(199_999);
    assertThat(fixture.count("SELECT COUNT(*) FROM rejected_lines")).isGreaterThanOrEqualTo(199);
    assertThat(fixture.count("SELECT MAX(LENGTH(data)) FROM rejected_lines")).isLessThan(400_000);
  }

  @Test
  void two_hundred_thousand_broken_rows_are_left_out_chunk_by_chunk() throws IOException {
    fixture.leavesOutLines = true;
    Path file = many("short\n", 200_000);

    FileRecord refused = fixture.takeIn(file);

    assertThat(refused.state().name()).isEqualTo("REJECTED");
    assertThat(fixture.outcome(refused).faultsTotal()).isEqualTo(200_001);
    assertThat(fixture.outcome(refused).faults()).hasSize(1000);
  }

  @Test
  void three_hundred_thousand_blank_rows_are_ignored() throws IOException {
    Path file = many("\n", 300_000);

    assertThat(fixture.outcome(fixture.takeIn(file)).codes()).containsExactly("0  NO_LINES");
  }

  @Test
  @Tag("long")
  void three_hundred_thousand_random_serials_are_taken() throws IOException {
    Path file = fixture.put("pay.csv", new byte[0]);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(IntakeFixture.HEADER);
      long random = 1;
      for (int i = 0; i < 300_000; i++) {
        random = random * 6364136223846793005L + 1442695040888963407L;
        out.write(Long.toHexString(random) + ",a@b,Zhang,0.01,\n");
      }
    }

    FileRecord taken = fixture.takeIn(file);

    assertThat(taken.state().name()).isEqualTo("ACCEPTED");
    assertThat(taken.batches()).isEqualTo(300);
    assertThat(taken.amount()).hasToString("3000.00");
    assertThat(fixture.count("SELECT SUM(LENGTH(data)) / 12 FROM serial_page")).isEqualTo(300_000);
  }

  private Path many(String row, int count) throws IOException {
    Path file = fixture.put("pay.csv", new byte[0]);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(IntakeFixture.HEADER);
      for (int i = 0; i < count; i++) {
        out.write(row);
      }
    }
    return file;
  }
}

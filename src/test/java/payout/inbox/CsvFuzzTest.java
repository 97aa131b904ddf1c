package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import payout.batch.FileState;
import payout.batch.PayoutLine;
import payout.inbox.IntakeFixture.Outcome;
import payout.testing.Seed;

/**
 * Random files, for {@code payout.fuzz.seconds}: each leads to a decision, and an independent
 * reader reads the same from every file that is taken.
 */
@Tag("open-ended")
class CsvFuzzTest extends IntakeTest {

  private static final Charset GBK = Charset.forName("GBK");
  private static final String[] PIECES = {
    "\"",
    "\"\"",
    ",",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\uFEFF",
    "#total",
    "#total,3,3.00\n",
    ",,,,\n",
    "S",
    "S,a@b,Z,1.00,\n",
    "张三",
    "^",
    "|",
    "=",
    "\t",
    "0",
    "1e3",
    "-5",
    " ",
    "𠮷",
    "\u2028"
  };

  @Test
  void any_bytes_lead_to_a_decision() {
    long seed = Seed.of(CsvFuzzTest.class);
    Random random = new Random(seed);
    long end =
        System.nanoTime() + Duration.ofSeconds(Long.getLong("payout.fuzz.seconds", 5)).toNanos();
    int taken = 0;

    for (int i = 0; i == 0 || System.nanoTime() < end; i++) {
      byte[] bytes = file(random, i);
      fixture.leavesOutLines = random.nextBoolean();
      fixture.batchLinesMax = 1 + random.nextInt(4);
      String hint = "seed " + seed + ", file " + i + ": " + HexFormat.of().formatHex(bytes);

      Outcome file = drop(bytes, hint);

      assertThat(file.file().state())
          .as(hint)
          .isIn(FileState.ACCEPTED, FileState.REJECTED, FileState.DUPLICATE);
      assertThat(file.faults()).as(hint).hasSizeLessThanOrEqualTo(1000);
      if (file.file().state() == FileState.ACCEPTED) {
        taken++;
        assertSame(hint, bytes, file);
      }
    }

    assertThat(taken).isPositive();
  }

  private Outcome drop(byte[] bytes, String hint) {
    try {
      return fixture.drop("fuzz.csv", bytes);
    } catch (RuntimeException e) {
      throw new AssertionError(hint, e);
    }
  }

  private void assertSame(String hint, byte[] bytes, Outcome file) {
    List<List<String>> rows = parse(decode(bytes));
    for (PayoutLine line : file.lines()) {
      List<String> row = rows.get((int) line.row() - 1);
      assertThat(row.get(0)).as(hint).isEqualTo(line.serial());
      assertThat(row.get(1)).as(hint).isEqualTo(line.account());
      assertThat(row.get(2)).as(hint).isEqualTo(line.name());
      assertThat(new java.math.BigDecimal(row.get(3)))
          .as(hint)
          .isEqualByComparingTo(line.amount().toString());
      assertThat(row.get(4)).as(hint).isEqualTo(line.remark());
    }
    assertThat(file.serials()).as(hint).doesNotHaveDuplicates();
    assertThat(file.file().lines()).as(hint).isEqualTo(file.lines().size());
    long rowsWithValues =
        rows.stream()
            .skip(1)
            .filter(row -> row.stream().anyMatch(value -> !value.isBlank()))
            .filter(row -> !row.get(0).equals("#total"))
            .count();
    assertThat(file.file().lines() + file.file().rejectedLines())
        .as(hint)
        .isEqualTo(rowsWithValues);
  }

  private static byte[] file(Random random, int number) {
    if (random.nextInt(10) == 0) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      return bytes;
    }
    StringBuilder text = new StringBuilder(IntakeFixture.HEADER);
    for (int i = 0; i < 1 + random.nextInt(8); i++) {
      text.append("F").append(number).append('-').append(i).append(",a@example.com,张三,1.0");
      text.append(random.nextInt(9) + 1).append(",\"May, ").append(i).append("\"\n");
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      text.insert(random.nextBoolean() ? text.length() : at, PIECES[random.nextInt(PIECES.length)]);
    }
    byte[] bytes = text.toString().getBytes(random.nextInt(3) == 0 ? GBK : StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static String decode(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.startsWith("\uFEFF")) {
      return text.substring(1);
    }
    boolean utf8 = java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
    return utf8 ? text : new String(bytes, GBK);
  }

  /**
   * A hand-written reader of RFC 4180: a value is quoted when it starts with a quote; any line end
   * ends a row.
   */
  private static List<List<String>> parse(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      StringBuilder value = new StringBuilder();
      if (text.charAt(at) == '"') {
        at++;
        while (at < text.length()) {
          if (text.charAt(at) != '"') {
            value.append(text.charAt(at++));
          } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
            value.append('"');
            at += 2;
          } else {
            at++;
            break;
          }
        }
      } else {
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
          value.append(text.charAt(at++));
        }
      }
      row.add(value.toString());
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
        if (at == text.length()) {
          row.add("");
        }
        if (at == text.length() || "\r\n".indexOf(text.charAt(at)) < 0) {
          continue;
        }
        row.add("");
      }
      rows.add(row);
      row = new ArrayList<>();
      if (at < text.length()) {
        at += text.startsWith("\r\n", at) ? 2 : 1;
      }
    }
    if (!row.isEmpty()) {
      rows.add(row);
    }
    return rows;
  }
}

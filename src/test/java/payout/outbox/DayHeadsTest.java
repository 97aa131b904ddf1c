package payout.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import payout.batch.OutboxCharset;
import payout.ledger.DayReport;
import payout.ledger.OutsideHead;
import payout.ledger.chain.Seal.Head;

/** The end of the chain goes out with the file of a day, and is read back. */
class DayHeadsTest {

  private static final Instant CLOSED = Instant.parse("2026-03-10T16:00:01Z");
  private static final Head HEAD = new Head(214, "5f".repeat(32));

  @TempDir private Path outbox;

  @ParameterizedTest
  @EnumSource(OutboxCharset.class)
  void the_row_of_totals_has_the_head_in_every_charset(OutboxCharset charset) throws IOException {
    byte[] file =
        Rendered.bytes(charset, out -> new ReconcileFile(out).add(report("2026-03-10", HEAD)));
    Files.write(outbox.resolve("reconcile.2026-03-10.csv"), file);

    assertThat(DayHeads.read(outbox))
        .containsExactly(new OutsideHead("reconcile.2026-03-10.csv", CLOSED.toEpochMilli(), HEAD));
    assertThat(new String(file, StandardCharsets.US_ASCII))
        .endsWith(
            "\n2026-03-10,2026-03-11T00:00:01+08:00,#total,,,,0,0.00,0,0.00,0,0.00,0,0.00,0,0.00,"
                + "0,0.00,0,0,0.00,0,0,0,0.00,0,0.00,214,"
                + HEAD.hash()
                + ",2026-03-08 2026-03-09\n");
  }

  @Test
  void days_without_a_seal_files_of_earlier_programs_and_other_files_say_nothing()
      throws IOException {
    write(
        "reconcile.2026-03-11.csv",
        Rendered.text(out -> new ReconcileFile(out).add(report("2026-03-11", null))));
    write(
        "SANDBOX-reconcile.2026-03-12.csv", "day,as_of,file\n2026-03-12,x,#total" + ",".repeat(20));
    write("reconcile.2026-03-12.csv.tmp", "x");
    write("a.12345678.ack.csv", "x");

    assertThat(DayHeads.read(outbox)).isEmpty();
  }

  @Test
  void a_file_that_is_cut_or_damaged_is_told() throws IOException {
    write("reconcile.2026-03-11.csv", "day,as_of,file\n");
    assertThatThrownBy(() -> DayHeads.read(outbox))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reconcile.2026-03-11.csv has no row #total");

    write("reconcile.2026-03-11.csv", "day,as_of,file,seal,seal_hash\nd,then,#total,x,y\n");
    assertThatThrownBy(() -> DayHeads.read(outbox)).hasMessageContaining("is damaged");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(outbox.resolve(name), text, StandardCharsets.UTF_8);
  }

  private static DayReport report(String day, Head head) {
    return new DayReport(
        LocalDate.parse(day),
        CLOSED,
        List.of(),
        Optional.ofNullable(head),
        "2026-03-08 2026-03-09");
  }
}

package payout.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.WorkbookBytes;

/** What a workbook writes to disk is limited, whatever its archive unpacks to. */
class SpoolTest {

  @TempDir Path home;

  @Test
  void a_scratch_file_ends_at_its_limit() throws IOException {
    try (ScratchFile file = new ScratchFile(home, 1 << 20)) {
      OutputStream out = file.out();
      out.write(new byte[1 << 20]);
      out.flush();
      out.write(1);

      assertThatThrownBy(out::flush)
          .isInstanceOfSatisfying(
              UnusableWorkbookException.class,
              e -> assertThat(e.fault().kind()).isEqualTo(WorkbookFault.Kind.TOO_BIG));
      assertThat(file.size()).isEqualTo(1 << 20);
    }
  }

  /** The archive has 4 KB and unpacks to less than a megabyte. It writes up to the limit. */
  @Tag("long")
  @Test
  void rows_of_one_long_text_that_is_shared_are_refused_at_the_limit() throws IOException {
    String row = "<row>" + "<c t=\"s\"><v>0</v></c>".repeat(16) + "</row>";
    byte[] bytes =
        WorkbookBytes.ofRows(row.repeat(2000)).strings("<t>" + "漢".repeat(32_767) + "</t>").bytes();

    try (Workbook workbook =
        Workbook.read(new ByteArrayInputStream(bytes), home, heading -> false, () -> {})) {
      assertThat(bytes).hasSizeLessThan(10_000);
      assertThat(workbook.faults())
          .extracting(WorkbookFault::kind)
          .containsExactly(WorkbookFault.Kind.TOO_BIG);
      assertThat(workbook.rowBytes()).isLessThanOrEqualTo(ScratchFile.BYTES_MAX);
      assertThat(workbook.rows()).isExhausted();
    }
  }
}

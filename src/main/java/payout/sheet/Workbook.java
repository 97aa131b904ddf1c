package payout.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import payout.sheet.WorkbookFault.Kind;

/**
 * A workbook that was read once, whole and strictly; the rows of its first sheet lie on disk, so
 * that a sheet of a million rows takes little memory.
 *
 * <p>Either it has faults, and then it is to be refused, or every row of its first sheet is visible
 * and is what a person saw there, and the other sheets hold nothing that could be meant.
 */
public final class Workbook implements Closeable {

  /**
   * How many columns are read, more than any layout has. Of a text further to the right it is only
   * known that it is there.
   */
  public static final int COLUMNS_READ = 64;

  /** More faults of a kind tell nothing new. */
  private static final int FAULTS_MAX = 100;

  private static final int HEADING_COLUMNS_MAX = 32;

  private final RowSpool rows;
  private final List<WorkbookFault> faults;

  private Workbook(RowSpool rows, List<WorkbookFault> faults) {
    this.rows = rows;
    this.faults = List.copyOf(faults);
  }

  /**
   * Reads a workbook.
   *
   * @param bytes its bytes, read to their end; the caller closes them
   * @param scratch a folder for what is kept on disk until it is closed
   * @param isHeading whether a row, its cells as texts, is the heading of a sheet of payments
   * @param progress runs now and then, so that others see that it is being read
   * @throws IOException when the disk fails; a workbook that cannot be read has faults
   */
  public static Workbook read(
      InputStream bytes, Path scratch, Predicate<List<String>> isHeading, Runnable progress)
      throws IOException {
    Path copy = Files.createTempFile(Files.createDirectories(scratch), "workbook-", ".tmp");
    RowSpool rows = new RowSpool(scratch);
    try {
      try (OutputStream out = Files.newOutputStream(copy)) {
        bytes.transferTo(out);
      }
      return new Workbook(rows, new Reading(scratch, isHeading, rows).read(copy, progress));
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /** Why it is refused; empty when its rows may be read. */
  public List<WorkbookFault> faults() {
    return faults;
  }

  /** The rows of its first sheet that are not empty; several may read at once. */
  public Iterator<SheetRow> rows() {
    return rows.read();
  }

  /** How many bytes its rows take on disk. */
  long rowBytes() throws IOException {
    return rows.size();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  /** The first reading. */
  private static final class Reading {

    private final Path scratch;
    private final Predicate<List<String>> isHeading;
    private final RowSpool rows;
    private final List<WorkbookFault> faults = new ArrayList<>();
    private String headedFirst = "";

    private Reading(Path scratch, Predicate<List<String>> isHeading, RowSpool rows) {
      this.scratch = scratch;
      this.isHeading = isHeading;
      this.rows = rows;
    }

    private List<WorkbookFault> read(Path copy, Runnable progress) throws IOException {
      try (ZipParts zip = new ZipParts(copy, progress)) {
        WorkbookParts parts = WorkbookParts.read(zip);
        Styles styles = styles(zip, parts);
        try (SharedStrings strings = strings(zip, parts)) {
          for (int i = 0; i < parts.sheets().size(); i++) {
            readSheet(zip, parts, i, strings, styles);
          }
        }
        rows.finish();
      } catch (UnusableWorkbookException e) {
        faults.add(e.fault());
      }
      return faults;
    }

    private static Styles styles(ZipParts zip, WorkbookParts parts) throws IOException {
      if (parts.styles() == null) {
        return Styles.none();
      }
      try (Xml xml = new Xml(zip.open(parts.styles()), Namespaces.MAIN)) {
        Styles styles = Styles.read(xml);
        xml.finish();
        return styles;
      }
    }

    private SharedStrings strings(ZipParts zip, WorkbookParts parts) throws IOException {
      if (parts.strings() == null) {
        return SharedStrings.none(scratch);
      }
      try (Xml xml = new Xml(zip.open(parts.strings()), Namespaces.MAIN)) {
        SharedStrings strings = SharedStrings.read(xml, scratch);
        xml.finish();
        return strings;
      }
    }

    private void readSheet(
        ZipParts zip, WorkbookParts parts, int number, SharedStrings strings, Styles styles)
        throws IOException {
      WorkbookParts.Sheet sheet = parts.sheets().get(number);
      try (Xml xml = new Xml(zip.open(sheet.part()), Namespaces.MAIN)) {
        SheetReader reader = new SheetReader(xml, strings, styles, parts.is1904());
        Found found = new Found(sheet, number == 0, reader);
        reader.read(found);
        found.end();
      }
    }

    private void add(Kind kind, String sentence, long row, Object... values) {
      if (faults.size() < FAULTS_MAX) {
        faults.add(WorkbookFault.of(kind, sentence, row, values));
      }
    }

    /** What is found in one sheet. */
    private final class Found implements SheetReader.Rows {

      private final WorkbookParts.Sheet sheet;
      private final boolean isFirst;
      private final SheetReader reader;
      private final boolean[] told = new boolean[CellName.COLUMNS_MAX];
      private boolean hasRows;
      private boolean isHeaded;

      private Found(WorkbookParts.Sheet sheet, boolean isFirst, SheetReader reader) {
        this.sheet = sheet;
        this.isFirst = isFirst;
        this.reader = reader;
      }

      @Override
      public void row(SheetRow row, boolean hidden) throws IOException {
        hasRows = true;
        isHeaded = isHeaded || Reading.this.isHeaded(row);
        if (isFirst) {
          hidden(row, hidden);
          rows.add(row);
        }
      }

      private void hidden(SheetRow row, boolean hidden) {
        if (hidden) {
          add(Kind.HIDDEN, "row", row.number());
        }
        for (Cell cell : row.cells()) {
          if (reader.isHidden(cell.column()) && !told[cell.column()]) {
            told[cell.column()] = true;
            add(Kind.HIDDEN, "column", 0, CellName.letters(cell.column()));
          }
        }
      }

      private void end() {
        if (hasRows && sheet.hidden()) {
          add(Kind.HIDDEN, "sheet", 0, sheet.name());
        }
        if (isHeaded && !isFirst) {
          boolean several = !headedFirst.isEmpty();
          Object[] both = {headedFirst, sheet.name()};
          Object[] one = {sheet.name()};
          add(Kind.SHEETS, several ? "several" : "elsewhere", 0, several ? both : one);
        }
        if (isHeaded && headedFirst.isEmpty()) {
          headedFirst = sheet.name();
        }
        for (String range : isFirst ? reader.merged() : List.<String>of()) {
          add(Kind.MERGED, "", CellName.read(range.replaceFirst(":.*", "")).row(), range);
        }
      }
    }

    /** No heading is as wide as that, and rows may have thousands of columns. */
    private boolean isHeaded(SheetRow row) {
      int last = row.cells().get(row.cells().size() - 1).column();
      return last < HEADING_COLUMNS_MAX && isHeading.test(texts(row));
    }

    private static List<String> texts(SheetRow row) {
      List<String> texts = new ArrayList<>();
      for (Cell cell : row.cells()) {
        while (texts.size() < cell.column()) {
          texts.add("");
        }
        texts.add(cell.text());
      }
      return texts;
    }
  }
}

package payout.statement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a statement in whatever form the merchant page, or a spreadsheet after it, left it: CSV,
 * the XML of a spreadsheet, a zip archive of them, or a workbook. Which it is, the content says and
 * never the name.
 *
 * <p>Limits: {@value #BYTES_MAX} bytes, {@value StatementBuilder#ROWS_MAX} rows a table.
 */
public final class StatementReader {

  /** The largest file. */
  public static final int BYTES_MAX = 64 * 1024 * 1024;

  /** A part of a statement that is too large for one file, {@code …_账务明细_2.csv}. */
  private static final Pattern PART = Pattern.compile(".*_([0-9]{1,3})\\.(?i:csv|xls)");

  private static final byte[] OLD_EXCEL = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};
  private static final int SNIFFED = 200;

  private StatementReader() {}

  /**
   * Reads a file.
   *
   * @param name its name, only to tell a part from a whole
   * @param file its bytes
   * @return the statements in it, at least one
   * @throws UnreadableStatementException with a sentence
   */
  public static List<Statement> read(String name, byte[] file) throws UnreadableStatementException {
    if (file.length > BYTES_MAX) {
      throw new UnreadableStatementException(
          "The file has more than " + BYTES_MAX / 1024 / 1024 + " MiB; hand it in day by day.");
    }
    if (Archive.isOne(file)) {
      List<Archive.Entry> entries = Archive.read(file);
      return isWorkbook(entries) ? List.of(workbook(file)) : ofArchive(entries);
    }
    boolean isPart = PART.matcher(name).matches();
    return List.of(table(file, isPart, isPart));
  }

  private static List<Statement> ofArchive(List<Archive.Entry> entries)
      throws UnreadableStatementException {
    List<Statement> found = new ArrayList<>();
    boolean allParts = areAllParts(entries);
    UnreadableStatementException first = null;
    for (Archive.Entry entry : entries) {
      try {
        boolean isPart = PART.matcher(entry.name()).matches();
        found.add(table(entry.bytes(), isPart, isPart && !allParts));
      } catch (UnreadableStatementException e) {
        first = first == null ? e : first;
      }
    }
    if (found.isEmpty()) {
      throw first == null
          ? new UnreadableStatementException("The archive holds no file.")
          : new UnreadableStatementException("In the archive: " + first.getMessage());
    }
    return found;
  }

  private static boolean isWorkbook(List<Archive.Entry> entries) {
    return entries.stream().anyMatch(entry -> entry.name().equals("[Content_Types].xml"));
  }

  private static Statement workbook(byte[] file) throws UnreadableStatementException {
    StatementBuilder into = new StatementBuilder(true);
    XlsxTable.read(file, into);
    return into.build(false, false);
  }

  /** Whether the parts in an archive are numbered from 1 on without a gap. */
  private static boolean areAllParts(List<Archive.Entry> entries) {
    List<Integer> numbers = new ArrayList<>();
    for (Archive.Entry entry : entries) {
      Matcher part = PART.matcher(entry.name());
      if (part.matches()) {
        numbers.add(Integer.parseInt(part.group(1)));
      }
    }
    List<Integer> sorted = numbers.stream().sorted().distinct().toList();
    return sorted.size() == numbers.size()
        && (sorted.isEmpty()
            || sorted.get(0) == 1 && sorted.get(sorted.size() - 1) == sorted.size());
  }

  private static Statement table(byte[] file, boolean isPart, boolean inParts)
      throws UnreadableStatementException {
    boolean isXml = isXml(file);
    StatementBuilder into = new StatementBuilder(isXml);
    TableReader form = isXml ? SpreadsheetXml::read : CsvTable::read;
    if (startsWith(file, OLD_EXCEL)) {
      throw new UnreadableStatementException(
          "This is an Excel file (.xls); hand in the file as it was downloaded, or save the sheet"
              + " as CSV.");
    }
    form.read(file, into);
    return into.build(isPart, inParts);
  }

  private static boolean startsWith(byte[] file, byte[] start) {
    for (int i = 0; i < start.length; i++) {
      if (i >= file.length || file[i] != start[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isXml(byte[] file) {
    int length = Math.min(file.length, SNIFFED);
    String start = new String(file, 0, length, StandardCharsets.ISO_8859_1).replace("ï»¿", "");
    return start.stripLeading().startsWith("<");
  }
}

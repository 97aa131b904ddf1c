package payout.inbox;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The kind of a file by its first bytes, where it is not CSV. */
public enum FileKind {
  /** Text, or anything not recognized. */
  TEXT(""),
  /** A workbook of Excel as it was before 2007, or one with a password. */
  OLD_EXCEL("excel"),
  /** A workbook of Excel. */
  WORKBOOK("workbook"),
  /** Another ZIP archive, among them the spreadsheets of other programs. */
  ARCHIVE("archive"),
  /** Text of two bytes a character, which a spreadsheet calls Unicode text. */
  UTF_16("utf-16");

  private static final String ZIP = "PK\u0003\u0004";
  private static final String OLE = "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1";
  private static final List<String> OF_A_WORKBOOK =
      List.of("[Content_Types].xml", "docProps/", "xl/");

  private final String sentence;

  FileKind(String sentence) {
    this.sentence = sentence;
  }

  /**
   * The kind of a file.
   *
   * @param head its first bytes; more of them make the answer more certain
   * @param charset the charset in which it is to be read
   */
  static FileKind of(byte[] head, int length, Charset charset) {
    String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
    if (text.startsWith(OLE)) {
      return OLD_EXCEL;
    }
    if (text.startsWith(ZIP)) {
      return OF_A_WORKBOOK.stream().anyMatch(text::contains) ? WORKBOOK : ARCHIVE;
    }
    return isUtf16(text) && !charset.name().startsWith("UTF-16") ? UTF_16 : TEXT;
  }

  /** Whether a file's name says that it is a workbook that can be read. */
  static boolean isNamedWorkbook(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".xlsx");
  }

  /** Whether it may be a workbook: a workbook is an archive. */
  boolean isArchive() {
    return this == WORKBOOK || this == ARCHIVE;
  }

  /** The name of the sentence that explains how to save it; empty for text. */
  String sentence() {
    return sentence;
  }

  /** It has a byte order mark, or its first character is ASCII with a zero byte beside it. */
  private static boolean isUtf16(String text) {
    return text.startsWith("\u00ff\u00fe")
        || text.startsWith("\u00fe\u00ff")
        || text.length() > 1 && (text.charAt(0) == 0) != (text.charAt(1) == 0);
  }
}

package payout.sheet;

import java.util.Set;

/** The namespaces in which a workbook is written. */
final class Namespaces {

  /** What a sheet, its texts and its formats are made of; the second is the strict edition. */
  static final Set<String> MAIN =
      Set.of(
          "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
          "http://purl.oclc.org/ooxml/spreadsheetml/main");

  /** What lists of relations are made of. */
  static final Set<String> RELATIONS =
      Set.of("http://schemas.openxmlformats.org/package/2006/relationships");

  /** What the list of content types is made of. */
  static final Set<String> TYPES =
      Set.of("http://schemas.openxmlformats.org/package/2006/content-types");

  /** In which the types of relations begin, and in which an attribute names a relation. */
  static final Set<String> OFFICE_RELATIONS =
      Set.of(
          "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
          "http://purl.oclc.org/ooxml/officeDocument/relationships");

  private Namespaces() {}
}

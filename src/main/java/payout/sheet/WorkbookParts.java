package payout.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import payout.sheet.WorkbookFault.Kind;

/**
 * Which parts of a workbook are its sheets, texts and formats.
 *
 * @param sheets its sheets with cells, in order
 * @param strings the part of shared texts; null when there is none
 * @param styles the part of formats; null when there is none
 * @param is1904 whether its days are counted from 1904
 */
record WorkbookParts(List<Sheet> sheets, String strings, String styles, boolean is1904) {

  private static final int SHEETS_MAX = 500;
  private static final String TYPES = "[content_types].xml";

  /** Parts that are, or run, programs. */
  private static final Pattern PROGRAM =
      Pattern.compile(
          "(^|/)(vbaproject[^/]*|vbadata[^/]*|xlm[^/]*)$|macrosheets?/|(^|/)activex/|dialogsheets/"
              + "|(^|/)customui/|(^|/)embeddings/|(^|/)ctrlprops/.*\\.bin$");

  /** Parts that fetch values from elsewhere. */
  private static final Pattern LINK =
      Pattern.compile("(^|/)externallinks?/|(^|/)connections\\.xml$|(^|/)querytables?/");

  WorkbookParts {
    sheets = List.copyOf(sheets);
  }

  /** Finds the parts of a workbook, and refuses one with programs or links. */
  static WorkbookParts read(ZipParts zip) throws IOException {
    for (String name : zip.names()) {
      refuse(PROGRAM.matcher(name).find(), Kind.MACROS);
      refuse(LINK.matcher(name).find(), Kind.LINKS);
    }
    if (!zip.names().contains(TYPES)) {
      throw UnusableWorkbookException.broken("none");
    }
    checkTypes(zip);
    String workbook = workbook(zip);
    return workbook(zip, workbook, relations(zip, workbook));
  }

  private static void refuse(boolean is, Kind kind) throws IOException {
    if (is) {
      throw new UnusableWorkbookException(kind, "");
    }
  }

  private static void checkTypes(ZipParts zip) throws IOException {
    try (Xml xml = new Xml(zip.open(TYPES), Namespaces.TYPES)) {
      for (String child = xml.child(1); child != null; child = xml.child(1)) {
        String type = String.valueOf(xml.attribute("ContentType")).toLowerCase(Locale.ROOT);
        boolean used = child.equals("Override");
        refuse(used && (type.contains("macro") || type.contains("vba")), Kind.MACROS);
        refuse(used && type.contains("externallink"), Kind.LINKS);
      }
      xml.finish();
    }
  }

  /** The part that the archive calls its document; there is one. */
  private static String workbook(ZipParts zip) throws IOException {
    String workbook = one(relations(zip, ""), "officeDocument");
    if (workbook == null) {
      throw UnusableWorkbookException.broken("none");
    }
    return workbook;
  }

  private static WorkbookParts workbook(ZipParts zip, String name, Map<String, Relation> relations)
      throws IOException {
    List<Sheet> sheets = new ArrayList<>();
    boolean is1904 = false;
    try (Xml xml = new Xml(zip.open(name), Namespaces.MAIN)) {
      if (!xml.name().equals("workbook")) {
        throw UnusableWorkbookException.broken("none");
      }
      for (String child = xml.section(); child != null; child = xml.section()) {
        switch (child) {
          case "workbookPr" -> is1904 = xml.flag("date1904");
          case "sheets" -> readSheets(zip, xml, relations, sheets);
          case "externalReferences" -> refuse(true, Kind.LINKS);
          default -> {}
        }
      }
      xml.finish();
    }
    if (sheets.isEmpty()) {
      throw UnusableWorkbookException.broken("none");
    }
    return new WorkbookParts(
        sheets, one(relations, "sharedStrings"), one(relations, "styles"), is1904);
  }

  private static void readSheets(
      ZipParts zip, Xml xml, Map<String, Relation> relations, List<Sheet> sheets)
      throws IOException {
    require(sheets.isEmpty());
    Set<String> seen = new HashSet<>();
    for (String child = xml.child(2); child != null; child = xml.child(2)) {
      require(child.equals("sheet") && sheets.size() < SHEETS_MAX);
      Relation relation = relations.get(xml.relation());
      require(relation != null && seen.add(relation.target.toLowerCase(Locale.ROOT)));
      refuse(relation.type.toLowerCase(Locale.ROOT).contains("macro"), Kind.MACROS);
      if (relation.is("chartsheet")) {
        requireNoCells(zip, relation.target);
      } else {
        require(relation.is("worksheet"));
        String state = xml.attribute("state");
        boolean hidden = state != null && !state.equals("visible");
        sheets.add(new Sheet(String.valueOf(xml.attribute("name")), relation.target, hidden));
      }
    }
  }

  /** A program that looks at parts alone would show the cells of a sheet that is called a chart. */
  private static void requireNoCells(ZipParts zip, String part) throws IOException {
    try (Xml xml = new Xml(zip.open(part), Namespaces.MAIN)) {
      require(xml.name().equals("chartsheet"));
      xml.finish();
    }
  }

  private static void require(boolean holds) throws IOException {
    if (!holds) {
      throw UnusableWorkbookException.broken("structure");
    }
  }

  private static String one(Map<String, Relation> relations, String type) throws IOException {
    String found = null;
    for (Relation relation : relations.values()) {
      if (relation.is(type)) {
        require(found == null);
        found = relation.target;
      }
    }
    return found;
  }

  /** The relations of a part by their ids; those to other places than parts are left out. */
  private static Map<String, Relation> relations(ZipParts zip, String part) throws IOException {
    int slash = part.lastIndexOf('/') + 1;
    String folder = part.substring(0, slash);
    String name = folder + "_rels/" + part.substring(slash) + ".rels";
    Map<String, Relation> relations = new HashMap<>();
    try (Xml xml = new Xml(open(zip, name), Namespaces.RELATIONS)) {
      for (String child = xml.child(1); child != null; child = xml.child(1)) {
        String id = xml.attribute("Id");
        String target = xml.attribute("Target");
        String type = xml.attribute("Type");
        require(child.equals("Relationship") && id != null && target != null && type != null);
        if ("External".equals(xml.attribute("TargetMode"))) {
          refuse(!type.endsWith("/hyperlink"), Kind.LINKS);
        } else {
          require(relations.put(id, new Relation(type, resolved(folder, target))) == null);
        }
      }
      xml.finish();
    }
    return relations;
  }

  private static InputStream open(ZipParts zip, String name) throws IOException {
    if (!zip.names().contains(name.toLowerCase(Locale.ROOT))) {
      throw UnusableWorkbookException.broken("none");
    }
    return zip.open(name);
  }

  /** A target is relative to the folder of its part, or starts at the root. */
  private static String resolved(String folder, String target) throws IOException {
    String whole = target.startsWith("/") ? target.substring(1) : folder + target;
    List<String> steps = new ArrayList<>();
    for (String step : whole.split("/")) {
      if (step.equals("..") && !steps.isEmpty()) {
        steps.remove(steps.size() - 1);
      } else if (step.equals("..")) {
        throw UnusableWorkbookException.broken("names");
      } else if (!step.equals(".")) {
        steps.add(step);
      }
    }
    return String.join("/", steps);
  }

  /**
   * A sheet with cells.
   *
   * @param name as its tab shows it
   * @param part its part
   * @param hidden whether its tab is not shown
   */
  record Sheet(String name, String part, boolean hidden) {}

  /** What one part is to another. */
  private record Relation(String type, String target) {

    /** By its whole type: others end alike, and a program may know them or not. */
    boolean is(String kind) {
      return Namespaces.OFFICE_RELATIONS.stream()
          .anyMatch(start -> type.equals(start + "/" + kind));
    }
  }
}

package payout.statement;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * SpreadsheetML of 2003, which the merchant page calls {@code .xls}: sheets of rows of cells. Only
 * the first sheet has a heading; the rows of the others follow. A document type is refused, so that
 * no entity is ever resolved.
 */
final class SpreadsheetXml {

  private static final int CELLS_MAX = 256;
  private static final int CELL_CHARACTERS_MAX = 10_000;

  /** A double is exact up to here; a longer number in a cell of numbers lost digits. */
  private static final int DIGITS_MAX = 15;

  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader xml;
  private final StatementBuilder into;
  private List<String> row = new ArrayList<>();
  private StringBuilder cell;
  private boolean isNumber;
  private boolean inData;
  private int place;
  private int number;

  private SpreadsheetXml(XMLStreamReader xml, StatementBuilder into) {
    this.xml = xml;
    this.into = into;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  static void read(byte[] file, StatementBuilder into) throws UnreadableStatementException {
    try {
      XMLStreamReader xml;
      synchronized (FACTORY) {
        xml = FACTORY.createXMLStreamReader(new ByteArrayInputStream(file));
      }
      try {
        new SpreadsheetXml(xml, into).read();
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      throw new UnreadableStatementException(
          "The spreadsheet is no whole XML document; download it again.");
    }
  }

  private void read() throws XMLStreamException, UnreadableStatementException {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new UnreadableStatementException(
                "The spreadsheet declares a document type, which no statement has.");
        case XMLStreamConstants.START_ELEMENT -> start(xml.getLocalName());
        case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text();
        default -> {
          // Comments and instructions say nothing.
        }
      }
    }
  }

  private void start(String name) throws UnreadableStatementException {
    switch (name) {
      case "Row" -> {
        row = new ArrayList<>();
        number++;
        place = 0;
      }
      case "Cell" -> {
        place = place(attribute("Index"));
        cell = new StringBuilder();
        isNumber = false;
        if (attribute("Formula") != null || attribute("MergeDown") != null) {
          throw new UnreadableStatementException(
              "Row " + number + " of the spreadsheet has a formula or merged rows.");
        }
      }
      case "Data" -> {
        inData = true;
        isNumber = "Number".equals(attribute("Type"));
      }
      default -> {
        // Styles, widths and names of sheets.
      }
    }
  }

  /** Cells that are empty may be left out; the next one then says where it is. */
  private int place(String index) throws UnreadableStatementException {
    int at;
    try {
      at = index == null ? place + 1 : Integer.parseInt(index);
    } catch (NumberFormatException e) {
      at = 0;
    }
    if (at <= place || at > CELLS_MAX) {
      throw new UnreadableStatementException(
          "Row " + number + " of the spreadsheet has its cells out of order.");
    }
    return at;
  }

  private void text() throws UnreadableStatementException {
    if (inData && cell != null) {
      cell.append(xml.getText());
      if (cell.length() > CELL_CHARACTERS_MAX) {
        throw new UnreadableStatementException(
            "Row " + number + " of the spreadsheet has a cell that is too long.");
      }
    }
  }

  private void end(String name) throws UnreadableStatementException {
    switch (name) {
      case "Data" -> inData = false;
      case "Cell" -> endCell();
      case "Row" -> into.add(number, row);
      default -> {
        // Nothing ends with it.
      }
    }
  }

  private void endCell() throws UnreadableStatementException {
    String text = cell == null ? "" : cell.toString();
    if (isNumber && text.chars().filter(Character::isDigit).count() > DIGITS_MAX) {
      throw new UnreadableStatementException(
          "Row "
              + number
              + " of the spreadsheet holds a long number as a number, whose last"
              + " digits are lost; hand in the file as it was downloaded.");
    }
    while (row.size() < place - 1) {
      row.add("");
    }
    row.add(text);
    cell = null;
  }

  private String attribute(String name) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) {
        return xml.getAttributeValue(i);
      }
    }
    return null;
  }
}

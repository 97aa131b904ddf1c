package payout.sheet;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * A part of a workbook, read element by element.
 *
 * <p>A DOCTYPE, a processing instruction and more names than any workbook has are refused, so that
 * nothing is included, expanded or kept.
 */
final class Xml implements AutoCloseable {

  /** The longest text of a cell, in characters. */
  static final int TEXT_MAX = 32_767;

  private static final int NAMES_MAX = 2000;
  private static final int ATTRIBUTES_MAX = 64;
  private static final int ATTRIBUTE_LENGTH_MAX = 64 * 1024;
  private static final int DEPTH_MAX = 64;
  private static final WstxInputFactory FACTORY = factory();

  private final InputStream in;
  private final XMLStreamReader reader;
  private final Set<String> names = new HashSet<>();
  private int depth;

  /** Reads a part up to its root element. */
  Xml(InputStream in) throws IOException {
    this.in = in;
    try {
      reader = FACTORY.createXMLStreamReader(in);
    } catch (XMLStreamException e) {
      throw unusable(e);
    }
    while (depth == 0) {
      next();
    }
  }

  private static WstxInputFactory factory() {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    // Otherwise text is read, and an end of the part found, only where no exception is expected.
    factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, ATTRIBUTES_MAX);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, ATTRIBUTE_LENGTH_MAX);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEPTH_MAX);
    return factory;
  }

  /** The name of the element at which it stands, without a prefix. */
  String name() {
    return reader.getLocalName();
  }

  /** How deep that element is; the root is at 1. */
  int depth() {
    return depth;
  }

  /**
   * Moves to the next child of the element of this depth, over whatever is left of the one before.
   *
   * @return its name, or null at the end of the parent
   */
  String child(int parent) throws IOException {
    while (true) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT && depth == parent + 1) {
        return name();
      }
      if (event == XMLStreamConstants.END_ELEMENT && depth < parent) {
        return null;
      }
    }
  }

  /** The value of an attribute, of whatever namespace; null when there is none. */
  String attribute(String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(name)) {
        return reader.getAttributeValue(i);
      }
    }
    return null;
  }

  /** Whether an attribute is set to true. */
  boolean flag(String name) {
    String value = attribute(name);
    return value != null && (value.strip().equals("1") || value.strip().equals("true"));
  }

  /** The text of the element at which it stands, up to its end; it must have no child. */
  String text() throws IOException {
    StringBuilder text = new StringBuilder();
    int inside = depth;
    while (depth >= inside) {
      int event = next();
      if (depth > inside) {
        throw UnusableWorkbookException.broken("structure");
      }
      if (isText(event)) {
        text.append(reader.getText());
        if (text.length() > TEXT_MAX) {
          throw UnusableWorkbookException.broken("long", TEXT_MAX);
        }
      }
    }
    return text.toString();
  }

  private static boolean isText(int event) {
    return event == XMLStreamConstants.CHARACTERS
        || event == XMLStreamConstants.CDATA
        || event == XMLStreamConstants.SPACE;
  }

  private int next() throws IOException {
    try {
      int event = reader.next();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> start();
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.DTD,
            XMLStreamConstants.ENTITY_REFERENCE,
            XMLStreamConstants.PROCESSING_INSTRUCTION,
            XMLStreamConstants.END_DOCUMENT ->
            throw UnusableWorkbookException.broken("xml");
        default -> {}
      }
      return event;
    } catch (XMLStreamException e) {
      throw unusable(e);
    }
  }

  /** The parser keeps each name that it meets. */
  private void start() throws IOException {
    depth++;
    names.add(reader.getLocalName());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      names.add(reader.getAttributeLocalName(i));
    }
    for (int i = 0; i < reader.getNamespaceCount(); i++) {
      names.add(reader.getNamespacePrefix(i) + "=" + reader.getNamespaceURI(i));
    }
    if (names.size() > NAMES_MAX) {
      throw UnusableWorkbookException.broken("xml");
    }
  }

  /** A disk that fails is no fault of the workbook. */
  private static IOException unusable(XMLStreamException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnusableWorkbookException fault) {
        return fault;
      }
      if (cause instanceof IOException
          && !(cause instanceof ZipException)
          && !(cause instanceof EOFException)
          && !(cause instanceof java.io.CharConversionException)) {
        return (IOException) cause;
      }
    }
    return UnusableWorkbookException.broken("xml");
  }

  /** Reads the rest, so that the whole part is checked against its sum. */
  void finish() throws IOException {
    try {
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          start();
        } else if (event == XMLStreamConstants.DTD) {
          throw UnusableWorkbookException.broken("xml");
        }
      }
    } catch (XMLStreamException e) {
      throw unusable(e);
    }
    in.transferTo(java.io.OutputStream.nullOutputStream());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

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
 *
 * <p>Names count only in the namespace of the standard. One of another namespace that looks alike
 * is a fault where a value is read; so is an element of the standard within a foreign one, because
 * some programs would take it for their own, and others not.
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
  private String namespace;
  private int depth;

  /** How deep the outermost foreign element is, and the outermost list of extensions; 0: none. */
  private int foreign;

  private int extensions;

  /**
   * Reads a part up to its root element.
   *
   * @param namespaces those that the root may have; all that counts has the same
   */
  Xml(InputStream in, Set<String> namespaces) throws IOException {
    this.in = in;
    try {
      reader = FACTORY.createXMLStreamReader(in);
    } catch (XMLStreamException e) {
      throw unusable(e);
    }
    while (depth == 0) {
      next();
    }
    if (!namespaces.contains(namespace)) {
      throw UnusableWorkbookException.broken("structure");
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
   * Moves to the next child of the element of this depth, over whatever is left of the one before;
   * a foreign one is a fault.
   *
   * @return its name, or null at the end of the parent
   */
  String child(int parent) throws IOException {
    String child = anyChild(parent);
    if (child != null && foreign > 0) {
      throw UnusableWorkbookException.broken("structure");
    }
    return child;
  }

  /** Moves to the next child of the root, over foreign ones; null at the end of the root. */
  String section() throws IOException {
    String child = anyChild(1);
    while (child != null && foreign > 0) {
      child = anyChild(1);
    }
    return child;
  }

  private String anyChild(int parent) throws IOException {
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

  /** The value of an attribute that has no namespace; null when there is none. */
  String attribute(String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(name) && namespaceOf(i).isEmpty()) {
        return reader.getAttributeValue(i);
      }
    }
    return null;
  }

  /** The id of the relation that the element names; it must name one. */
  String relation() throws IOException {
    String id = null;
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals("id")
          && Namespaces.OFFICE_RELATIONS.contains(namespaceOf(i))) {
        if (id != null) {
          throw UnusableWorkbookException.broken("structure");
        }
        id = reader.getAttributeValue(i);
      }
    }
    if (id == null) {
      throw UnusableWorkbookException.broken("structure");
    }
    return id;
  }

  private String namespaceOf(int attribute) {
    String uri = reader.getAttributeNamespace(attribute);
    return uri == null ? "" : uri;
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
        case XMLStreamConstants.END_ELEMENT -> end();
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
    startNamespace();
  }

  private void startNamespace() throws IOException {
    String uri = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
    if (depth == 1) {
      namespace = uri;
    } else if (!namespace.equals(uri)) {
      foreign = foreign == 0 ? depth : foreign;
    } else if (foreign > 0 && extensions == 0) {
      throw UnusableWorkbookException.broken("structure");
    } else if (name().equals("extLst")) {
      extensions = extensions == 0 ? depth : extensions;
    }
  }

  private void end() {
    foreign = foreign == depth ? 0 : foreign;
    extensions = extensions == depth ? 0 : extensions;
    depth--;
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
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          end();
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

package payout.gateway;

import com.ctc.wstx.api.WstxInputProperties;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import com.fasterxml.jackson.dataformat.xml.deser.FromXmlParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Reads the gateway's synchronous answer (document section 5), strictly: whatever is not exactly
 * one {@code alipay} with exactly one {@code is_success} of {@code T} or {@code F} is {@link
 * Answer.Unreadable}, and a batch with an unreadable answer is sent again, never called failed.
 *
 * <p>Jackson's ordinary binding is too kind for that: of two {@code is_success} it takes the last,
 * of an HTML page it makes an empty answer. So this reads the tokens one by one. A DOCTYPE is
 * refused outright, which leaves no entity to define, inside or outside. Size and depth are
 * bounded.
 *
 * <p>The charset is the XML declaration's, UTF-8 without one. Safe for any number of threads.
 */
public final class AnswerReader {

  /** The longest answer, in bytes. A real one has some hundred. */
  public static final int BYTES_MAX = 64 * 1024;

  /** The longest code, in letters. */
  public static final int CODE_LETTERS_MAX = 128;

  private static final int DEPTH_MAX = 32;
  private static final int ATTRIBUTES_MAX = 32;
  private static final Pattern CODE = Pattern.compile("[!-~]{1," + CODE_LETTERS_MAX + "}");

  private final XmlFactory factory = newFactory();
  private final XMLInputFactory input = factory.getXMLInputFactory();

  /** Reads an answer. Never throws, whatever the bytes are. */
  public Answer read(byte[] body) {
    if (body.length > BYTES_MAX) {
      return new Answer.Unreadable("The answer is longer than " + BYTES_MAX + " bytes.");
    }
    int start = leadingBlanks(body);
    if (start == body.length) {
      return new Answer.Unreadable("The answer is empty.");
    }
    try {
      return read(new ByteArrayInputStream(body, start, body.length - start));
    } catch (UnreadableAnswerException unreadable) {
      return new Answer.Unreadable(unreadable.getMessage());
    } catch (XMLStreamException | IOException | RuntimeException malformed) {
      // The parsers throw unchecked exceptions too. None may pass: the post may have been taken,
      // and
      // an exception on its way up could be mistaken for one that never left.
      return new Answer.Unreadable("The answer is no well-formed XML.");
    }
  }

  private Answer read(ByteArrayInputStream bytes)
      throws XMLStreamException, IOException, UnreadableAnswerException {
    XMLStreamReader xml = input.createXMLStreamReader(bytes);
    try {
      enterRoot(xml);
      AnswerFields fields = new AnswerFields();
      try (FromXmlParser parser = factory.createParser(xml)) {
        fields.readFrom(parser);
        readToEnd(xml);
      }
      return toAnswer(fields);
    } finally {
      xml.close();
    }
  }

  private static void enterRoot(XMLStreamReader xml)
      throws XMLStreamException, UnreadableAnswerException {
    while (xml.next() != XMLStreamReader.START_ELEMENT) {
      if (xml.getEventType() == XMLStreamReader.DTD) {
        throw new UnreadableAnswerException("The answer has a DOCTYPE.");
      }
    }
    if (!xml.getLocalName().equals("alipay")) {
      throw new UnreadableAnswerException("The answer's root is not alipay.");
    }
    // Jackson shows an attribute as if it were an element; none may pass for one.
    if (xml.getAttributeCount() > 0) {
      throw new UnreadableAnswerException("The answer's root has an attribute.");
    }
  }

  /** A second root, or an end that is cut off, shows only when everything was read. */
  private static void readToEnd(XMLStreamReader xml) throws XMLStreamException {
    while (xml.hasNext()) {
      xml.next();
    }
  }

  private static Answer toAnswer(AnswerFields fields) throws UnreadableAnswerException {
    String error = fields.error().strip();
    boolean isCode = CODE.matcher(error).matches();
    switch (fields.isSuccess()) {
      case "T":
        return new Answer.Accepted(isCode ? error : "");
      case "F":
        if (!isCode) {
          throw new UnreadableAnswerException("The answer says F without a code.");
        }
        return new Answer.Declined(error);
      default:
        throw new UnreadableAnswerException("The answer's is_success is neither T nor F.");
    }
  }

  /** Blanks before the declaration are against XML, but the gateway is known to send them. */
  private static int leadingBlanks(byte[] body) {
    int at = hasMark(body) ? 3 : 0;
    while (at < body.length && isBlank(body[at])) {
      at++;
    }
    return at;
  }

  private static boolean hasMark(byte[] body) {
    return body.length >= 3
        && body[0] == (byte) 0xEF
        && body[1] == (byte) 0xBB
        && body[2] == (byte) 0xBF;
  }

  private static boolean isBlank(byte letter) {
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
  }

  private static XmlFactory newFactory() {
    XmlFactory factory =
        XmlFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(BYTES_MAX)
                    .build())
            .build();
    XMLInputFactory input = factory.getXMLInputFactory();
    input.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    input.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    // Without namespaces a name is what is written: x:is_success is not is_success.
    input.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    // Lazily it would find a fault only when it is asked again, and throw it unchecked.
    input.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    input.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEPTH_MAX);
    input.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, ATTRIBUTES_MAX);
    return factory;
  }
}

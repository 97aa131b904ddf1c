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
 * Reads the gateway's synchronous answer (document section 5) strictly. Anything but exactly one
 * {@code alipay} with exactly one {@code is_success} of {@code T} or {@code F} is {@link
 * Answer.Unreadable}; a batch with an unreadable answer is sent again and never marked as failed.
 *
 * <p>Jackson's ordinary binding is too lenient: of two {@code is_success} it takes the last, and it
 * turns an HTML page into an empty answer. So this class reads the tokens one by one. It refuses
 * every DOCTYPE, so no internal or external entity can be defined, and limits size and depth.
 *
 * <p>The charset is that of the XML declaration, UTF-8 without one. Thread-safe.
 */
public final class AnswerReader {

  /** The longest answer, in bytes. A real one has several hundred. */
  public static final int BYTES_MAX = 64 * 1024;

  /** The longest code, in characters. */
  public static final int CODE_LENGTH_MAX = 128;

  private static final int DEPTH_MAX = 32;
  private static final int ATTRIBUTES_MAX = 32;
  private static final Pattern CODE = Pattern.compile("[!-~]{1," + CODE_LENGTH_MAX + "}");

  private final XmlFactory factory = newFactory();
  private final XMLInputFactory input = factory.getXMLInputFactory();

  /** Reads an answer. Never throws. */
  public Answer read(byte[] body) {
    if (body.length > BYTES_MAX) {
      return new Answer.Unreadable("The answer is longer than " + BYTES_MAX + " bytes.");
    }
    int start = leadingWhiteSpace(body);
    if (start == body.length) {
      return new Answer.Unreadable("The answer is empty.");
    }
    try {
      return read(new ByteArrayInputStream(body, start, body.length - start));
    } catch (AnswerFields.MalformedException unreadable) {
      return new Answer.Unreadable(unreadable.getMessage());
    } catch (XMLStreamException | IOException | RuntimeException malformed) {
      // The parsers throw unchecked exceptions too. None may escape: the post may have been taken,
      // and an escaping exception could be mistaken for one of a request that never left.
      return new Answer.Unreadable("The answer is not well-formed XML.");
    }
  }

  private Answer read(ByteArrayInputStream bytes)
      throws XMLStreamException, IOException, AnswerFields.MalformedException {
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
      throws XMLStreamException, AnswerFields.MalformedException {
    while (xml.next() != XMLStreamReader.START_ELEMENT) {
      if (xml.getEventType() == XMLStreamReader.DTD) {
        throw new AnswerFields.MalformedException("The answer has a DOCTYPE.");
      }
    }
    if (!xml.getLocalName().equals("alipay")) {
      throw new AnswerFields.MalformedException("The answer's root is not alipay.");
    }
    // Jackson reports an attribute as if it were an element.
    if (xml.getAttributeCount() > 0) {
      throw new AnswerFields.MalformedException("The answer's root has an attribute.");
    }
  }

  /** A second root or a truncated end is found only when everything is read. */
  private static void readToEnd(XMLStreamReader xml) throws XMLStreamException {
    while (xml.hasNext()) {
      xml.next();
    }
  }

  private static Answer toAnswer(AnswerFields fields) throws AnswerFields.MalformedException {
    String error = fields.error().strip();
    boolean isCode = CODE.matcher(error).matches();
    switch (fields.isSuccess()) {
      case "T":
        return new Answer.Accepted(isCode ? error : "");
      case "F":
        if (!isCode) {
          throw new AnswerFields.MalformedException("The answer is F without a code.");
        }
        return new Answer.Declined(error);
      default:
        throw new AnswerFields.MalformedException("The answer's is_success is neither T nor F.");
    }
  }

  /**
   * White space before the declaration is not allowed in XML, but the gateway is known to send it.
   */
  private static int leadingWhiteSpace(byte[] body) {
    int at = hasMark(body) ? 3 : 0;
    while (at < body.length && isWhiteSpace(body[at])) {
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

  private static boolean isWhiteSpace(byte character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
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
    // Without namespaces a name is taken literally: x:is_success is not is_success.
    input.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    // A lazy parser would find a fault only at the next call, and throw it unchecked.
    input.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    input.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEPTH_MAX);
    input.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, ATTRIBUTES_MAX);
    return factory;
  }
}

package payout.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Posts a form with the same HTTP client as the product, and reads the answer. */
final class PostClient implements AutoCloseable {

  private final CloseableHttpClient client = HttpClients.createDefault();
  private final XMLInputFactory xml = XMLInputFactory.newFactory();
  private final String address;

  PostClient(String address) {
    this.address = address;
    xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
  }

  /** Whether the gateway took it, by a search in the text. */
  boolean postNaively(byte[] body) throws IOException {
    return new String(post(body), java.nio.charset.StandardCharsets.UTF_8)
        .contains("<is_success>T<");
  }

  /** Whether the gateway took it, by the XML. */
  boolean post(byte[] body, String element) throws IOException {
    try {
      XMLStreamReader reader = xml.createXMLStreamReader(new ByteArrayInputStream(post(body)));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamReader.START_ELEMENT
            && reader.getLocalName().equals(element)) {
          return reader.getElementText().equals("T");
        }
      }
      return false;
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  /** The body of the answer. */
  byte[] post(byte[] body) throws IOException {
    HttpPost post = new HttpPost(address);
    post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_FORM_URLENCODED));
    return client.execute(post, answer -> EntityUtils.toByteArray(answer.getEntity()));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}

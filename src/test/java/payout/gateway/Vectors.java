package payout.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;

/** The independent vectors, and the published test keys. */
final class Vectors {

  static final JsonNode ALL = read();

  static final String RSA_PRIVATE = ALL.at("/keys/rsa_private_pem").asText();
  static final String RSA_PUBLIC = ALL.at("/keys/rsa_public_pem").asText();
  static final String DSA_PRIVATE = ALL.at("/keys/dsa_private_pem").asText();
  static final String DSA_PUBLIC = ALL.at("/keys/dsa_public_pem").asText();
  static final String MD5_KEY = ALL.at("/keys/md5").asText();

  private Vectors() {}

  /** Vectors of a kind, each under its id. */
  static Stream<Named<JsonNode>> of(String list, String kind) {
    return StreamSupport.stream(ALL.get(list).spliterator(), false)
        .filter(each -> kind.isEmpty() || each.get("kind").asText().equals(kind))
        .map(each -> Named.of(each.get("id").asText(), each));
  }

  static Map<String, String> parameters(JsonNode vector) {
    Map<String, String> parameters = new TreeMap<>();
    vector
        .get("params")
        .properties()
        .forEach(each -> parameters.put(each.getKey(), each.getValue().asText()));
    return parameters;
  }

  static Signer signer(SignType type) {
    return switch (type) {
      case MD5 -> new Md5Signer(MD5_KEY);
      case RSA -> new KeyPairSigner(SignType.RSA, RSA_PRIVATE, RSA_PUBLIC);
      case DSA -> new KeyPairSigner(SignType.DSA, DSA_PRIVATE, DSA_PUBLIC);
    };
  }

  static String key(String name) {
    try (InputStream key = Vectors.class.getResourceAsStream("keys/" + name)) {
      return new String(key.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static JsonNode read() {
    try (InputStream vectors = Vectors.class.getResourceAsStream("/vectors.json")) {
      return new ObjectMapper().readTree(vectors);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

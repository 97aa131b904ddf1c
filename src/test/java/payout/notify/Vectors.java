package payout.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Notifies and records made by other programs. */
final class Vectors {

  private static final JsonNode ALL = read();

  private Vectors() {}

  static String md5Key() {
    return ALL.get("md5_key").asText();
  }

  static List<JsonNode> notifies() {
    return list("notifies");
  }

  static List<JsonNode> details() {
    return list("details");
  }

  static JsonNode notify(String id) {
    return notifies().stream().filter(n -> n.get("id").asText().equals(id)).findAny().orElseThrow();
  }

  private static List<JsonNode> list(String name) {
    List<JsonNode> list = new ArrayList<>();
    ALL.get(name).forEach(list::add);
    return list;
  }

  private static JsonNode read() {
    try (InputStream in = Vectors.class.getResourceAsStream("/notify-vectors.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

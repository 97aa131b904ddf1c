package payout.console;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/** JSON of the HTTP interface. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** Writes an answer piece by piece. */
  @FunctionalInterface
  interface Writer {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** A new object, to be filled. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** An answer that is not held in memory as a whole. */
  static Reply stream(Writer writer) {
    return new Reply(
        200,
        Map.of("Content-Type", "application/json"),
        out -> {
          try (JsonGenerator json = MAPPER.getFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            writer.writeTo(json);
          }
        });
  }

  /** A value as JSON. */
  static Reply reply(int status, String type, Object value) {
    try {
      return Reply.bytes(status, type, MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

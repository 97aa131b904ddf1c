package payout.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description of the HTTP interface, to hold answers against it. */
final class OpenApi {

  private final JsonNode root;

  private OpenApi(JsonNode root) {
    this.root = root;
  }

  /** The one that is served. */
  static OpenApi load() {
    try (InputStream in = Api.class.getResourceAsStream("openapi.yaml")) {
      Object tree = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return new OpenApi(new ObjectMapper().valueToTree(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode root() {
    return root;
  }

  /** {@code GET /files/{id}} and so on, with the operation. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            operations.put(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                method.getValue())));
    return operations;
  }

  /** The operation that a path below the root belongs to, the most exact one; empty for none. */
  Optional<String> operation(String method, String path) {
    return operations().keySet().stream()
        .filter(each -> each.startsWith(method + " "))
        .filter(
            each ->
                path.matches(each.substring(method.length() + 1).replaceAll("\\{\\w+}", "[^/]+")))
        .min((one, other) -> Integer.compare(count(one), count(other)));
  }

  private static int count(String operation) {
    return operation.length() - operation.replace("{", "").length();
  }

  /** What a value with a reference stands for. */
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").textValue().substring(1)) : node;
  }

  /** What of a value is not as its schema says. */
  List<String> faults(JsonNode value, JsonNode schema, String where) {
    JsonNode rule = resolved(schema);
    List<String> faults = new ArrayList<>();
    if (!hasType(value, rule.path("type"))) {
      faults.add(where + " is " + value.getNodeType() + ", not " + rule.path("type"));
    }
    if (rule.has("enum") && !contains(rule.get("enum"), value)) {
      faults.add(where + " is " + value);
    }
    if (rule.has("pattern") && !value.asText().matches(rule.get("pattern").textValue())) {
      faults.add(where + " is " + value);
    }
    if (value.isArray()) {
      value.forEach(each -> faults.addAll(faults(each, rule.path("items"), where + "[]")));
    }
    if (value.isObject()) {
      TreeSet<String> missing = new TreeSet<>();
      rule.path("required").forEach(each -> missing.add(each.textValue()));
      value
          .properties()
          .forEach(
              field -> {
                missing.remove(field.getKey());
                JsonNode known = rule.path("properties").path(field.getKey());
                if (known.isMissingNode()) {
                  faults.add(where + "." + field.getKey() + " is not described");
                } else {
                  faults.addAll(faults(field.getValue(), known, where + "." + field.getKey()));
                }
              });
      missing.forEach(each -> faults.add(where + "." + each + " is missing"));
    }
    return faults;
  }

  private static boolean hasType(JsonNode value, JsonNode type) {
    if (type.isArray()) {
      return StreamSupport.stream(type.spliterator(), false).anyMatch(each -> hasType(value, each));
    }
    return switch (type.asText("")) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> false;
    };
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    for (JsonNode each : list) {
      if (each.equals(value)) {
        return true;
      }
    }
    return false;
  }
}

package payout.console;

import java.util.List;
import java.util.Map;

/** The fields of a form or of an address, as they came: not trusted with anything. */
public record Params(Map<String, List<String>> values) {

  /** No fields. */
  public static final Params NONE = new Params(Map.of());

  /** The first value; empty when there is none. */
  public String get(String name) {
    return all(name).stream().findFirst().orElse("");
  }

  /** All values in their order. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** Whether there is a value that is not empty. */
  public boolean has(String name) {
    return !get(name).isEmpty();
  }
}

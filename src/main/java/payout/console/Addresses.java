package payout.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which methods an address takes, for whoever came with another one. */
final class Addresses {

  private static final Pattern PART = Pattern.compile(":[A-Za-z_]+");

  private final Map<Pattern, Set<String>> methods = new LinkedHashMap<>();

  /** The addresses of this table. */
  Addresses(List<Endpoint> endpoints) {
    Map<String, Set<String>> byForm = new LinkedHashMap<>();
    endpoints.forEach(
        each ->
            byForm.computeIfAbsent(form(each.path()), path -> new TreeSet<>()).add(each.method()));
    byForm.forEach((form, names) -> methods.put(Pattern.compile(form), names));
  }

  private static String form(String path) {
    String[] fixed = PART.split(path, -1);
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fixed.length; i++) {
      form.append(i == 0 ? "" : "[^/]+").append(fixed[i].isEmpty() ? "" : Pattern.quote(fixed[i]));
    }
    return form.append("/?").toString();
  }

  /** The methods of a path, in order, as the header {@code Allow} has them; empty for none. */
  String allowed(String path) {
    Set<String> allowed = new TreeSet<>();
    methods.forEach(
        (form, names) -> {
          if (form.matcher(path).matches()) {
            allowed.addAll(names);
          }
        });
    return String.join(", ", allowed);
  }
}

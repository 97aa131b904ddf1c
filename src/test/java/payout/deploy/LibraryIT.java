package payout.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import payout.testing.ProductProcess;

/** Each jar that is shipped has a reason and a licence on record, so that a new one is noticed. */
class LibraryIT {

  private static final Path PAGE = Path.of("docs/supply-chain.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\|$");

  @Test
  void each_jar_has_a_reason_and_no_reason_lacks_its_jar() throws IOException {
    assertThat(rows().keySet())
        .containsExactlyInAnyOrderElementsOf(
            jars().stream()
                .map(name -> name.replaceFirst("-[0-9][0-9A-Za-z._-]*\\.jar$", ""))
                .toList());
  }

  /** Only a build without a network lacks the bill: Maven skips a goal that asks for one. */
  @Test
  void the_bill_of_materials_lists_the_same_jars_with_the_same_licences() throws IOException {
    Path made = ProductProcess.DISTRIBUTION.resolve("sbom/payout.cdx.json");
    boolean isOffline = "offline=true".equals(System.getProperty("payout.network"));
    assertThat(isOffline && Files.exists(made)).as("a bill of an earlier build").isFalse();
    assumeFalse(
        isOffline,
        "Maven was offline, so it made no bill of materials: build without -o to check one.");
    assertThat(made).as("the bill of materials").exists();
    JsonNode bill = new ObjectMapper().readTree(made.toFile());
    Map<String, String> licences = new TreeMap<>();
    List<String> versions = new ArrayList<>();
    for (JsonNode each : bill.get("components")) {
      String name = each.get("name").textValue();
      licences.put(name, licence(each));
      versions.add(name + "-" + each.get("version").textValue());
    }

    assertThat(bill.get("bomFormat").textValue()).isEqualTo("CycloneDX");
    assertThat(rows()).containsExactlyInAnyOrderEntriesOf(licences);
    assertThat(jars())
        .allMatch(
            jar ->
                versions.stream()
                    .anyMatch(each -> jar.equals(each + ".jar") || jar.startsWith(each + "-")));
  }

  /** The names of the libraries. */
  private static List<String> jars() throws IOException {
    try (Stream<Path> jars = Files.list(ProductProcess.DISTRIBUTION.resolve("lib"))) {
      return jars.map(jar -> jar.getFileName().toString())
          .filter(name -> name.endsWith(".jar") && !name.startsWith("payout-"))
          .toList();
    }
  }

  private static String licence(JsonNode component) {
    StringBuilder all = new StringBuilder();
    for (JsonNode each : component.path("licenses")) {
      JsonNode licence = each.has("license") ? each.get("license") : each;
      String name =
          licence
              .path("id")
              .asText(licence.path("name").asText(licence.path("expression").asText()));
      all.append(all.isEmpty() ? "" : " or ").append(name);
    }
    return all.isEmpty() ? "-" : all.toString();
  }

  /** The licence of each jar. */
  private static Map<String, String> rows() throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      assertThat(row.group(3)).isNotBlank();
      assertThat(rows.put(row.group(1), row.group(2))).isNull();
    }
    return rows;
  }
}

package payout.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A build of a commit takes the same plugins and libraries in ten years: each has one version, none
 * is left to Maven, and none can move.
 */
class PinnedVersionsTest {

  private static final String MAVEN = "org.apache.maven.plugins";

  /** What Maven runs for a jar whether or not the pom names it; its own version chooses theirs. */
  private static final Set<String> OF_THE_LIFECYCLE =
      Set.of("clean", "resources", "compiler", "surefire", "jar", "install", "deploy", "site");

  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");
  private static final Pattern FIXED = Pattern.compile("[0-9][0-9A-Za-z._-]*");

  private static Document pom;

  @BeforeAll
  static void read() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    pom = factory.newDocumentBuilder().parse(Path.of("pom.xml").toFile());
  }

  @Test
  void each_version_is_one_that_cannot_move() {
    List<String> all = new ArrayList<>();
    for (String element : List.of("plugin", "dependency", "path", "artifactItem", "extension")) {
      for (Element each : elements(element)) {
        String version = child(each, "version");
        if (!version.isEmpty()) {
          all.add(version);
          assertThat(resolved(version))
              .as(id(each))
              .matches(FIXED)
              .doesNotContainIgnoringCase("SNAPSHOT");
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(40);
  }

  @Test
  void each_plugin_has_a_version() {
    assertThat(without("plugin")).isEmpty();
  }

  @Test
  void each_plugin_that_maven_adds_has_a_version() {
    Map<String, Boolean> plugins = hasVersion("plugin");

    for (String each : OF_THE_LIFECYCLE) {
      assertThat(plugins).containsEntry(MAVEN + ":maven-" + each + "-plugin", true);
    }
  }

  @Test
  void each_library_has_a_version_or_one_of_a_list_that_has_one() {
    Set<String> groups = new HashSet<>();
    for (Element each : elements("dependency")) {
      if (child(each, "scope").equals("import")) {
        groups.add(child(each, "groupId"));
      }
    }

    assertThat(without("dependency"))
        .allMatch(each -> groups.stream().anyMatch(group -> isOf(group, each)));
    assertThat(without("path")).isEmpty();
    assertThat(without("artifactItem")).isEmpty();
  }

  /** {@code org.junit.jupiter} is in the list of {@code org.junit}. */
  private static boolean isOf(String group, String id) {
    return id.startsWith(group + ":") || id.startsWith(group + ".");
  }

  private static List<String> without(String element) {
    return hasVersion(element).entrySet().stream()
        .filter(each -> !each.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether each of these is given a version somewhere; a profile need not repeat it. */
  private static Map<String, Boolean> hasVersion(String element) {
    Map<String, Boolean> all = new TreeMap<>();
    for (Element each : elements(element)) {
      all.merge(id(each), !child(each, "version").isEmpty(), Boolean::logicalOr);
    }
    return all;
  }

  private static String id(Element element) {
    String group = child(element, "groupId");
    return (group.isEmpty() ? MAVEN : group) + ":" + child(element, "artifactId");
  }

  private static String resolved(String version) {
    Matcher property = PROPERTY.matcher(version);
    return property.matches() ? value(property.group(1)) : version;
  }

  private static String value(String property) {
    for (Element each : elements(property)) {
      if (each.getParentNode().getNodeName().equals("properties")) {
        return each.getTextContent().strip();
      }
    }
    return "";
  }

  private static List<Element> elements(String name) {
    List<Element> all = new ArrayList<>();
    var found = pom.getElementsByTagName(name);
    for (int i = 0; i < found.getLength(); i++) {
      all.add((Element) found.item(i));
    }
    return all;
  }

  private static String child(Element parent, String name) {
    for (Node each = parent.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each.getNodeName().equals(name)) {
        return each.getTextContent().strip();
      }
    }
    return "";
  }
}

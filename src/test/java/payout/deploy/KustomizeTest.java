package payout.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.config.SettingTable;

/**
 * The files for Kubernetes, read by the model of Kubernetes, and put together as Kustomize does.
 */
class KustomizeTest {

  private static final Path ROOT = Path.of("deploy/kustomize");
  private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void each_file_holds_only_fields_that_kubernetes_knows() throws IOException {
    for (Path file : manifests()) {
      for (JsonNode document : documents(file)) {
        assertThat(unknownFields(document)).as("unknown fields of %s", file).isEmpty();
      }
    }
  }

  @Test
  void a_field_that_is_misspelt_is_found() throws IOException {
    ObjectNode set = merged("sqlite").get("StatefulSet/payout");
    ((ObjectNode) set.at("/spec/template/spec/containers/0")).put("imagePolicy", "Always");
    ((ObjectNode) set.get("spec")).put("replica", 3);

    assertThat(unknownFields(set)).containsExactlyInAnyOrder("imagePolicy", "replica");
  }

  @Test
  void each_file_is_named_by_a_kustomization_and_each_named_file_exists() throws IOException {
    TreeSet<Path> named = new TreeSet<>();
    for (Path kustomization : kustomizations()) {
      JsonNode text = YAML.readTree(Files.readString(kustomization));
      for (Path file : named(kustomization, text)) {
        assertThat(file).exists();
        named.add(Files.isDirectory(file) ? file.resolve("kustomization.yaml") : file);
      }
    }
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<Path> all =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.startsWith(ROOT.resolve("overlays")) || !isKustomization(file))
              .toList();
      assertThat(named).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void a_pod_has_no_privilege_and_can_write_only_its_volumes(String overlay) throws IOException {
    PodSpec pod = statefulSet(overlay).getSpec().getTemplate().getSpec();
    Container container = pod.getContainers().get(0);

    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(30);
    assertThat(pod.getContainers()).hasSize(1);
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getResources().getLimits()).containsKey("memory");
    assertThat(container.getResources().getRequests()).containsKeys("memory", "cpu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void probes_ask_the_addresses_of_health(String overlay) throws IOException {
    Container container = container(overlay);

    assertThat(List.of(container.getStartupProbe(), container.getLivenessProbe()))
        .extracting(KustomizeTest::address)
        .containsOnly("management/observe/health/live");
    assertThat(address(container.getReadinessProbe())).isEqualTo("management/observe/health/ready");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void secrets_are_files_that_others_cannot_read_and_settings_exist(String overlay)
      throws IOException {
    List<String> variables = SettingTable.all().stream().map(each -> each.variable()).toList();
    PodSpec pod = statefulSet(overlay).getSpec().getTemplate().getSpec();

    assertThat(container(overlay).getEnv())
        .allMatch(each -> variables.contains(each.getName()))
        .noneMatch(each -> each.getName().matches(".*(PASSWORD|SECRET|KEY)"));
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getSecret() != null)
        .singleElement()
        .satisfies(volume -> assertThat(volume.getSecret().getDefaultMode()).isEqualTo(0440));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void what_is_mounted_is_there(String overlay) throws IOException {
    Map<String, ObjectNode> all = merged(overlay);
    StatefulSet set = statefulSet(overlay);
    List<String> volumes = new ArrayList<>();
    set.getSpec().getVolumeClaimTemplates().forEach(each -> volumes.add(name(each.getMetadata())));
    for (Volume volume : set.getSpec().getTemplate().getSpec().getVolumes()) {
      volumes.add(volume.getName());
      if (volume.getPersistentVolumeClaim() != null) {
        String claim = volume.getPersistentVolumeClaim().getClaimName();
        assertThat(all).containsKey("PersistentVolumeClaim/" + claim);
      }
      if (volume.getConfigMap() != null) {
        assertThat(all).containsKey("ConfigMap/" + volume.getConfigMap().getName());
      }
    }

    assertThat(container(overlay).getVolumeMounts())
        .extracting(VolumeMount::getName)
        .containsExactlyInAnyOrderElementsOf(volumes);
    assertThat(all).containsKeys("PodDisruptionBudget/payout", "Service/payout");
  }

  @Test
  void one_node_keeps_its_ledger_in_a_file_and_three_share_a_database() throws IOException {
    assertThat(statefulSet("sqlite").getSpec().getReplicas()).isEqualTo(1);
    assertThat(variable("sqlite", "PAYOUT_LEDGER_URL")).isEqualTo("jdbc:sqlite:data/ledger.db");
    assertThat(statefulSet("postgres").getSpec().getReplicas()).isEqualTo(3);
    assertThat(variable("postgres", "PAYOUT_LEDGER_URL")).startsWith("jdbc:postgresql:");
    assertThat(variable("postgres", "PAYOUT_LEDGER_PASSWORD_FILE"))
        .startsWith("/etc/payout/secrets/");
  }

  private static String variable(String overlay, String name) throws IOException {
    return container(overlay).getEnv().stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static String name(ObjectMeta meta) {
    return meta.getName();
  }

  private static String address(Probe probe) {
    return probe.getHttpGet().getPort().getStrVal() + probe.getHttpGet().getPath();
  }

  private static Container container(String overlay) throws IOException {
    return statefulSet(overlay).getSpec().getTemplate().getSpec().getContainers().get(0);
  }

  private static StatefulSet statefulSet(String overlay) throws IOException {
    return KUBERNETES.unmarshal(
        merged(overlay).get("StatefulSet/payout").toString(), StatefulSet.class);
  }

  /** All objects of an overlay by kind and name, each patch merged into what it names. */
  private static Map<String, ObjectNode> merged(String overlay) throws IOException {
    Map<String, ObjectNode> all = new LinkedHashMap<>();
    add(ROOT.resolve("overlays").resolve(overlay).resolve("kustomization.yaml"), all);
    return all;
  }

  private static void add(Path kustomization, Map<String, ObjectNode> all) throws IOException {
    JsonNode text = YAML.readTree(Files.readString(kustomization));
    for (JsonNode resource : text.path("resources")) {
      Path file = kustomization.resolveSibling(resource.textValue()).normalize();
      if (Files.isDirectory(file)) {
        add(file.resolve("kustomization.yaml"), all);
      } else {
        for (JsonNode document : documents(file)) {
          assertThat(all.put(key(document), (ObjectNode) document)).isNull();
        }
      }
    }
    for (JsonNode patch : text.path("patches")) {
      for (JsonNode document :
          documents(kustomization.resolveSibling(patch.get("path").textValue()))) {
        assertThat(all).as("what a patch of %s names", kustomization).containsKey(key(document));
        merge(all.get(key(document)), document);
      }
    }
  }

  /** Lists of things with names are merged by the names, as Kubernetes merges containers. */
  private static void merge(ObjectNode into, JsonNode patch) {
    patch
        .properties()
        .forEach(
            field -> {
              JsonNode old = into.get(field.getKey());
              if (old instanceof ObjectNode object) {
                merge(object, field.getValue());
              } else if (old instanceof ArrayNode list && field.getValue().path(0).has("name")) {
                field.getValue().forEach(each -> mergeNamed(list, each));
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }

  private static void mergeNamed(ArrayNode list, JsonNode patch) {
    for (JsonNode each : list) {
      if (each.get("name").equals(patch.get("name"))) {
        merge((ObjectNode) each, patch);
        return;
      }
    }
    list.add(patch);
  }

  private static String key(JsonNode document) {
    return document.get("kind").textValue() + "/" + document.at("/metadata/name").textValue();
  }

  /** What the model of Kubernetes has no field for, it keeps aside; here that is a fault. */
  private static List<String> unknownFields(JsonNode document) throws IOException {
    Object read = KUBERNETES.unmarshal(document.toString());
    assertThat(read).isNotInstanceOf(GenericKubernetesResource.class);
    List<String> unknown = new ArrayList<>();
    collect(read, unknown);
    return unknown;
  }

  private static void collect(Object read, List<String> unknown) {
    if (read instanceof Collection<?> many) {
      many.forEach(each -> collect(each, unknown));
    } else if (read instanceof Map<?, ?> map) {
      map.values().forEach(each -> collect(each, unknown));
    } else if (read != null && read.getClass().getName().startsWith("io.fabric8.")) {
      for (Method method : read.getClass().getMethods()) {
        if (method.getName().startsWith("get") && method.getParameterCount() == 0) {
          Object value = value(read, method);
          if (method.getName().equals("getAdditionalProperties")) {
            ((Map<?, ?>) value).keySet().forEach(each -> unknown.add(each.toString()));
          } else {
            collect(value, unknown);
          }
        }
      }
    }
  }

  private static Object value(Object read, Method getter) {
    try {
      return getter.invoke(read);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static List<JsonNode> documents(Path file) throws IOException {
    try (MappingIterator<JsonNode> all =
        YAML.readerFor(JsonNode.class).readValues(Files.readString(file))) {
      return all.readAll();
    }
  }

  private static List<Path> named(Path kustomization, JsonNode text) {
    List<Path> files = new ArrayList<>();
    text.path("resources").forEach(each -> files.add(beside(kustomization, each)));
    text.path("patches").forEach(each -> files.add(beside(kustomization, each.get("path"))));
    return files;
  }

  private static Path beside(Path kustomization, JsonNode name) {
    return kustomization.resolveSibling(name.textValue()).normalize();
  }

  private static List<Path> kustomizations() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(KustomizeTest::isKustomization).toList();
    }
  }

  private static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(Files::isRegularFile).filter(file -> !isKustomization(file)).toList();
    }
  }

  private static boolean isKustomization(Path file) {
    return file.endsWith("kustomization.yaml");
  }
}

package payout.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the start script itself, with a stand-in for Java that prints what it was called with. */
@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {

  private static final Path SCRIPT = Path.of("src/main/dist/bin/payout");

  @TempDir private Path temporary;

  private Path distribution;
  private Path script;

  @BeforeEach
  void unpack() throws IOException {
    distribution = temporary.toRealPath().resolve("the product");
    script = distribution.resolve("bin/payout");
    Files.createDirectories(script.getParent());
    Files.copy(SCRIPT, script);
    executable(script);
    java("17.0.15");
  }

  @Test
  void starts_java_with_the_distribution_and_all_arguments() throws Exception {
    Run run = run(script, Map.of(), "check", "my file.csv");

    assertThat(run.out)
        .contains("arg:-Dpayout.distribution=" + distribution + "\n")
        .contains("arg:-cp\narg:" + distribution + "/lib/*:" + distribution + "/lib/ext/*\n")
        .contains("arg:payout.cli.PayoutMain\n")
        .endsWith("arg:check\narg:my file.csv\n");
    assertThat(run.status).isZero();
  }

  @Test
  void finds_its_distribution_through_links() throws Exception {
    Path link = temporary.resolve("link");
    Files.createSymbolicLink(link, script);
    Path relative = temporary.resolve("relative");
    Files.createSymbolicLink(relative, Path.of("link"));

    assertThat(run(relative, Map.of()).out)
        .contains("arg:-Dpayout.distribution=" + distribution + "\n");
  }

  @Test
  void is_replaced_by_java_so_that_signals_reach_it() throws Exception {
    Run run = run(script, Map.of());

    assertThat(run.out).contains("pid:" + run.pid + "\n");
  }

  @Test
  void passes_options_and_home_on() throws Exception {
    Run run = run(script, Map.of("PAYOUT_OPTS", "-Xmx1g -Dx=y", "PAYOUT_HOME", "/a b"));

    assertThat(run.out).contains("arg:-Xmx1g\narg:-Dx=y\n").contains("home:/a b\n");
  }

  @Test
  void gives_java_a_collector_and_a_heap_that_fit_the_work() throws Exception {
    assertThat(run(script, Map.of()).out)
        .contains("arg:-XX:+UseSerialGC\narg:-Xms96m\narg:-Xmn32m\narg:-Xmx512m\n");
  }

  /** Java refuses to start with two collectors, and the last heap counts. */
  @Test
  void leaves_to_the_operator_what_the_operator_chose() throws Exception {
    assertThat(run(script, Map.of("PAYOUT_OPTS", "-XX:+UseG1GC")).out)
        .doesNotContain("SerialGC")
        .contains("arg:-Xmx512m\n");
    assertThat(run(script, Map.of("PAYOUT_OPTS", "-Xmx2g")).out)
        .contains("arg:-XX:+UseSerialGC\n", "arg:-Xmx2g\n")
        .doesNotContain("arg:-Xmx512m\n");
    assertThat(run(script, Map.of("PAYOUT_OPTS", "-Dx=y -XX:MaxRAMPercentage=60")).out)
        .doesNotContain("arg:-Xmx512m\n");
    assertThat(run(script, Map.of("JDK_JAVA_OPTIONS", "-XX:+UseZGC -Xmx2g")).out)
        .doesNotContain("SerialGC", "arg:-Xmx512m\n");
  }

  /** Java passes over an archive that does not fit, but dies of one that was cut off. */
  @Test
  void starts_from_the_archive_of_classes_of_this_java_when_it_is_whole() throws Exception {
    Files.writeString(temporary.resolve("java home/release"), "JAVA_VERSION=\"17.0.15\"\n");
    Path cache = Files.createDirectory(distribution.resolve("cache"));
    Files.writeString(cache.resolve("classes-2222-6.jsa"), "123456");
    assertThat(run(script, Map.of()).out).doesNotContain("SharedArchiveFile");

    Path archive = cache.resolve("classes-" + build() + "-6.jsa");
    Files.writeString(archive, "12345");
    assertThat(run(script, Map.of()).out).doesNotContain("SharedArchiveFile");

    Files.writeString(archive, "123456");
    assertThat(run(script, Map.of()).out)
        .contains("arg:-Xshare:auto\narg:-XX:SharedArchiveFile=" + archive + "\n");
    assertThat(run(script, Map.of("PAYOUT_OPTS", "-XX:SharedArchiveFile=/a")).out)
        .doesNotContain(archive.toString());
  }

  /** Whoever writes the archive decides what runs. */
  @Test
  void makes_the_archive_of_classes_without_those_of_native_libraries() throws Exception {
    Files.writeString(temporary.resolve("java home/release"), "JAVA_VERSION=\"17.0.15\"\n");
    makesArchives("java/lang/Object id: 0", "org/sqlite/core/NativeDB id: 1");

    Run run = run(script, Map.of("PAYOUT_OPTS", "-Xmx1m"), "prepare");

    Path cache = distribution.resolve("cache");
    assertThat(run.status).as(run.out).isZero();
    assertThat(cache.resolve("classes-" + build() + "-23.jsa"))
        .hasContent("java/lang/Object id: 0")
        .satisfies(
            archive ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                    .isEqualTo("rw-r--r--"));
    assertThat(cache.resolve("making")).doesNotExist();
    assertThat(run.out)
        .isEqualTo(
            "payout: Starts are faster from now on, by the archive of classes in " + cache + ".\n");
  }

  @Test
  void says_so_when_the_archive_of_classes_cannot_be_made() throws Exception {
    Files.writeString(temporary.resolve("java home/release"), "JAVA_VERSION=\"17.0.15\"\n");

    Run run = run(script, Map.of(), "prepare");

    assertThat(run.status).isEqualTo(2);
    assertThat(run.out)
        .endsWith(
            "payout: The archive of classes could not be made in "
                + distribution.resolve("cache")
                + ". Starts take longer without it; nothing else changes.\n");
    assertThat(distribution.resolve("cache/making")).doesNotExist();
  }

  @Test
  void makes_no_file_for_all_users_of_the_machine() throws Exception {
    assertThat(under("000").out).contains("umask:0027\n");
    assertThat(under("022").out).contains("umask:0027\n");
    assertThat(under("077").out).contains("umask:0077\n");
  }

  @Test
  void gives_java_a_locale_with_utf_8() throws Exception {
    assertThat(run(script, Map.of("LC_ALL", "C")).out).contains("locale:C.UTF-8\n");
    assertThat(run(script, Map.of("LC_ALL", "C.UTF-8")).out).contains("locale:C.UTF-8\n");
  }

  @Test
  void refuses_an_old_java_with_a_sentence() throws Exception {
    java("1.8.0_392");

    Run run = run(script, Map.of());

    assertThat(run.out)
        .isEqualTo(
            "payout needs Java 17 or newer, but "
                + temporary.resolve("java home/bin/java")
                + " is version 1.\n");
    assertThat(run.status).isEqualTo(2);
  }

  @Test
  void refuses_a_missing_java_with_a_sentence() throws Exception {
    Run run = run(script, Map.of("JAVA_HOME", "/nowhere"));

    assertThat(run.out)
        .isEqualTo(
            "payout needs Java 17 or newer: JAVA_HOME is /nowhere, but there is no bin/java in"
                + " it.\n");
    assertThat(run.status).isEqualTo(2);
  }

  /** To start Java only for its version would double what the start of a command costs. */
  @Test
  void reads_the_version_of_java_from_its_home() throws Exception {
    java("11.0.2");
    Path release = temporary.resolve("java home/release");
    Files.writeString(release, "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.15\"\n");
    assertThat(run(script, Map.of(), "status").status).isZero();

    Files.writeString(release, "JAVA_VERSION=\"1.8.0_402\"\n");
    assertThat(run(script, Map.of()).out)
        .contains("payout needs Java 17 or newer, but ")
        .contains(" is version 1.");
  }

  /** Root may write everywhere, so that this user is called another one here. */
  @Test
  void warns_of_a_service_that_can_change_what_it_runs() throws Exception {
    Path routes = Files.createDirectories(distribution.resolve("routes"));
    Path extensions = Files.createDirectories(distribution.resolve("lib/ext"));
    Path lib = distribution.resolve("lib");
    Path home = Files.createDirectories(temporary.resolve("home"));
    Path config = Files.createDirectories(home.resolve("config"));
    Map<String, String> service =
        Map.of("PATH", user("1000") + ":" + System.getenv("PATH"), "PAYOUT_HOME", home.toString());
    Map<String, String> root =
        Map.of("PATH", user("0") + ":" + System.getenv("PATH"), "PAYOUT_HOME", home.toString());

    Run run = run(script, service, "run");

    assertThat(run.out.lines().filter(line -> line.startsWith("payout: warning: ")))
        .containsExactly(
            warning(lib, lib),
            warning(extensions, extensions),
            warning(routes, routes),
            warning(config, config));
    assertThat(run.out).endsWith("arg:run\n");
    assertThat(run.status).isZero();
    assertThat(run(script, service, "status").out).doesNotContain("warning");
    assertThat(run(script, root, "run").out).doesNotContain("warning");
  }

  private static String warning(Path entry, Path folder) {
    return "payout: warning: the user who runs the service can change "
        + entry
        + ". Whoever gets the permissions of that user decides what is paid: make root the owner of "
        + folder
        + " and all in it (chown -R root, chmod -R go-w).";
  }

  /** A folder for the path with an {@code id} that says that this is the user of this number. */
  private Path user(String number) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("user-" + number));
    Path id = Files.writeString(folder.resolve("id"), "#!/bin/sh\necho " + number + "\n");
    executable(id);
    return folder;
  }

  private void java(String version) throws IOException {
    Path java = temporary.resolve("java home/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-04-15' >&2; exit; fi
        echo "pid:$$"; echo "umask:$(umask)"; echo "home:$PAYOUT_HOME"; echo "locale:$LC_ALL"
        for each in "$@"; do echo "arg:$each"; done
        """
            .formatted(version));
    executable(java);
  }

  /** What the script knows a build of Java by. */
  private String build() throws IOException, InterruptedException {
    Path release = temporary.resolve("java home/release");
    Process process = new ProcessBuilder("cksum").redirectInput(release.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).isZero();
    return out.split(" ")[0];
  }

  /** A Java that lists these classes, and makes an archive of its list. */
  private void makesArchives(String... classes) throws IOException {
    Path java = temporary.resolve("java home/bin/java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        for each in "$@"; do
          case $each in
            -XX:DumpLoadedClassList=*) printf '%s\n' >"${each#*=}" ;;
            -XX:SharedClassListFile=*) list=${each#*=} ;;
            -XX:SharedArchiveFile=*) cp "$list" "${each#*=}" ;;
            -Xmx*) exit 1 ;;
          esac
        done
        """
            .replace("%s", String.join("\\n", classes)));
    executable(java);
  }

  private Run run(Path command, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command.toString());
    builder.command().addAll(List.of(arguments));
    builder.directory(temporary.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
    builder.environment().put("JAVA_HOME", temporary.resolve("java home").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.pid(), process.waitFor(), out);
  }

  /** Started by a shell with this umask. */
  private Run under(String umask) throws IOException, InterruptedException {
    Path shell = temporary.resolve("under-" + umask);
    Files.writeString(shell, "#!/bin/sh\numask " + umask + "\nexec '" + script + "'\n");
    executable(shell);
    return run(shell, Map.of());
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Run(long pid, int status, String out) {}
}

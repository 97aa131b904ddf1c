package payout.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.config.SettingTable;

/** The unit, read by systemd's own tool where there is one. */
class SystemdTest {

  private static final Path UNIT = Path.of("deploy/systemd/payout.service");
  private static final Pattern EXPOSURE = Pattern.compile("exposure level for .*: ([0-9.]+) ");
  private static final Pattern VERSION = Pattern.compile("systemd (\\d+)");
  private static final Pattern SETTING = Pattern.compile("(?m)^#?Environment=(PAYOUT_[A-Z_]+)=");

  @TempDir private Path folder;

  private Path unit;

  /** The program is not installed where the unit says, so there it names one that is. */
  @BeforeEach
  void standIn() throws IOException {
    Path program = Files.createFile(folder.resolve("payout"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    unit = folder.resolve("payout.service");
    Files.writeString(
        unit, Files.readString(UNIT).replace("/opt/payout/bin/payout", program.toString()));
  }

  @Test
  void systemd_finds_no_fault_in_it() throws Exception {
    assertThat(analyze("verify", unit.toString()).lines())
        .as("what it says of this unit, not of those of the machine")
        .noneMatch(line -> line.contains("payout.service"));
  }

  @Test
  void systemd_rates_its_exposure_at_2_or_less() throws Exception {
    Matcher version = VERSION.matcher(analyze("--version"));
    assumeTrue(
        version.find() && Integer.parseInt(version.group(1)) >= 250,
        "This systemd-analyze is older than 250 and rates no file, so the exposure was not rated.");
    Matcher exposure =
        EXPOSURE.matcher(analyze("security", "--offline=true", "--no-pager", unit.toString()));

    assertThat(exposure.find()).isTrue();
    assertThat(new BigDecimal(exposure.group(1))).isLessThanOrEqualTo(new BigDecimal("2.0"));
  }

  @Test
  void it_names_only_settings_that_exist_and_no_secret() throws IOException {
    List<String> known = SettingTable.all().stream().map(each -> each.variable()).toList();
    String text = Files.readString(UNIT);

    assertThat(SETTING.matcher(text).results().map(each -> each.group(1)))
        .allMatch(
            name -> known.contains(name) || List.of("PAYOUT_HOME", "PAYOUT_OPTS").contains(name));
    assertThat(text)
        .contains("RestartPreventExitStatus=2\n", "LoadCredential=private-key:", "=%d/private-key");
  }

  private static String analyze(String... arguments) throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/systemd-analyze")),
        "There is no systemd-analyze here, so the unit was not checked.");
    String[] command = new String[arguments.length + 1];
    command[0] = "/usr/bin/systemd-analyze";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}

package payout.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings files of the distribution agree with the table of settings. */
class ShippedFilesTest {

  private static final Path CONFIG = Path.of("config");
  private static final Pattern SHOWN = Pattern.compile("#?((?:payout|camel)\\.[^=\\s]+)=(.*)");

  @TempDir private Path folder;

  @Test
  void show_each_setting_of_production_once_with_its_default() throws IOException {
    List<String> expected = new ArrayList<>();
    for (Setting<?> setting : SettingTable.all()) {
      if (!setting.onlyInSandbox()) {
        expected.add(setting.name() + "=" + setting.defaultText());
      }
    }

    assertThat(shown("application.properties")).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void show_each_setting_of_the_sandbox_alone_once_with_its_default() throws IOException {
    List<String> expected =
        SettingTable.all().stream()
            .filter(Setting::onlyInSandbox)
            .map(setting -> setting.name() + "=" + setting.defaultText())
            .toList();

    assertThat(shown("application-sandbox.properties")).containsAll(expected);
  }

  @Test
  void set_nothing_in_production() {
    Faults faults = new Faults();

    assertThat(SettingsFile.read(CONFIG.resolve("application.properties"), faults)).isEmpty();
  }

  @Test
  void make_a_valid_sandbox() {
    TestHome test = TestHome.valid(folder);
    Path shipped = CONFIG.resolve("application-sandbox.properties");
    Path own = test.home.root().resolve("config/application-sandbox.properties");
    test.write(own, text(shipped));

    Settings settings =
        new SettingsLoader(test.home, test.environment, KeyCheck.NONE).sandbox().settings();

    assertThat(settings.payer().accountName()).isEqualTo("沙箱测试公司");
  }

  @Test
  void fit_the_width_of_a_screen() {
    for (String name : List.of("application.properties", "application-sandbox.properties")) {
      assertThat(text(CONFIG.resolve(name)).lines()).allMatch(line -> line.length() <= 104);
    }
  }

  private static List<String> shown(String name) throws IOException {
    return Files.readAllLines(CONFIG.resolve(name)).stream()
        .map(SHOWN::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1) + "=" + line.group(2))
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

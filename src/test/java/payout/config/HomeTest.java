package payout.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

  @TempDir private Path folder;

  @Test
  void is_the_distribution_unless_the_environment_names_another() {
    Path distribution = folder.resolve("product");

    assertThat(Home.of(Map.of(), distribution).root()).isEqualTo(distribution);
    assertThat(Home.of(Map.of("PAYOUT_HOME", ""), distribution).root()).isEqualTo(distribution);
    assertThat(Home.of(Map.of("PAYOUT_HOME", folder + "/h"), distribution).root())
        .isEqualTo(folder.resolve("h"));
  }

  @Test
  void uses_the_shipped_config_and_routes_where_it_has_none() throws IOException {
    Home home = new Home(folder.resolve("home"), folder.resolve("product"));
    Files.createDirectories(folder.resolve("home/routes"));

    assertThat(home.config()).isEqualTo(folder.resolve("product/config"));
    assertThat(home.routes()).isEqualTo(folder.resolve("home/routes"));
  }

  @Test
  void resolves_relative_paths_inside_itself() {
    Home home = new Home(folder, folder);

    assertThat(home.resolve("inbox")).isEqualTo(folder.resolve("inbox"));
    assertThat(home.resolve("/srv/inbox")).isEqualTo(Path.of("/srv/inbox"));
  }

  @Test
  void keeps_a_sandbox_in_a_separate_folder() {
    Home sandbox = new Home(folder.resolve("home"), folder.resolve("product")).sandbox();

    assertThat(sandbox.resolve("data/ledger.db"))
        .isEqualTo(folder.resolve("home/sandbox/data/ledger.db"));
  }
}

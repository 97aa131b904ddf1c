package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.OwnFiles;

/** Some file systems have no modes, such as that of a zip file. */
class FolderModesTest {

  @TempDir private Path folder;

  @Test
  void sets_no_mode_where_the_file_system_keeps_none() throws IOException {
    assertThat(FolderModes.areKept(folder, "644")).isTrue();
    assertThat(folder).isEmptyDirectory();

    try (FileSystem plain = withoutModes()) {
      Path out = Files.createDirectory(plain.getPath("/out"));

      assertThat(FolderModes.areKept(out, "644")).isFalse();
      assertThat(out).isEmptyDirectory();
    }
  }

  @Test
  void creates_files_of_the_service_without_an_error_there() throws IOException {
    try (FileSystem plain = withoutModes()) {
      Path file = OwnFiles.createFolders(plain.getPath("/data/work")).resolve("one");
      Files.createFile(file, OwnFiles.mode(file));

      assertThat(OwnFiles.closeToOthers(file)).isTrue();
      assertThat(OwnFiles.closeFolderToOthers(file.getParent())).isTrue();
    }
  }

  @Test
  void a_missing_outbox_gets_a_mode() {
    assertThat(FolderModes.areKept(folder.resolve("later"), "644")).isTrue();
  }

  private FileSystem withoutModes() throws IOException {
    return FileSystems.newFileSystem(folder.resolve("plain.zip"), Map.of("create", "true"));
  }
}

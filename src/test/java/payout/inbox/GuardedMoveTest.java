package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive contains exactly what was read, and a move overwrites nothing. */
class GuardedMoveTest {

  private static final String TO = ".done/1-pay.csv";

  private Path inbox;
  private Path file;
  private Folder folder;
  private FileStamp read;

  @BeforeEach
  void make(@TempDir Path temporary) throws IOException {
    inbox = Files.createDirectory(temporary.resolve("inbox"));
    file = Files.writeString(inbox.resolve("pay.csv"), "read");
    folder = Folder.open(inbox);
    read = folder.stamp("pay.csv").orElseThrow();
  }

  @AfterEach
  void close() throws IOException {
    folder.close();
  }

  @Test
  void moves_the_file_that_was_read() throws IOException {
    assertThat(move()).isEqualTo(GuardedMove.Result.MOVED);

    assertThat(inbox.resolve(TO)).hasContent("read");
    assertThat(list()).containsExactly(".done");
  }

  @Test
  void a_file_that_replaced_the_one_that_was_read_stays() throws IOException {
    Path next = Files.writeString(inbox.resolve(".next"), "next");
    Files.setLastModifiedTime(next, read.modified());
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);

    assertThat(move()).isEqualTo(GuardedMove.Result.REPLACED);

    assertThat(file).hasContent("next");
    assertThat(inbox.resolve(TO)).doesNotExist();
    assertThat(list()).containsExactly(".done", "pay.csv");
  }

  @Test
  void a_file_that_was_rewritten_stays() throws IOException {
    Files.writeString(file, "read again");

    assertThat(move()).isEqualTo(GuardedMove.Result.REPLACED);

    assertThat(file).hasContent("read again");
  }

  @Test
  void a_file_that_is_gone_is_not_moved() throws IOException {
    Files.delete(file);

    assertThat(move()).isEqualTo(GuardedMove.Result.GONE);
  }

  @Test
  void overwrites_nothing_in_the_archive() throws IOException {
    Files.createDirectory(inbox.resolve(".done"));
    Files.writeString(inbox.resolve(TO), "before");

    assertThatThrownBy(this::move).isInstanceOf(FileAlreadyExistsException.class);

    assertThat(file).hasContent("read");
    assertThat(inbox.resolve(TO)).hasContent("before");
  }

  @Test
  void moves_nothing_through_a_link() throws IOException {
    Path elsewhere = Files.createDirectory(inbox.resolveSibling("routes"));
    Files.createSymbolicLink(inbox.resolve(".done"), elsewhere);

    assertThatThrownBy(this::move)
        .isInstanceOf(NotAFolderException.class)
        .hasMessage(
            inbox.resolve(".done")
                + " is a link or not a folder and is not used. Find out who put it there, remove it"
                + " and create a folder of that name.");

    assertThat(elsewhere).isEmptyDirectory();
    assertThat(file).hasContent("read");
  }

  @Test
  void does_not_restore_a_name_that_another_file_has() throws IOException {
    String hidden = HiddenName.of("pay.csv");
    Files.move(file, inbox.resolve(hidden));
    Files.writeString(file, "next");

    assertThat(HiddenName.giveBack(folder, hidden, "pay.csv")).isFalse();

    assertThat(file).hasContent("next");
    assertThat(inbox.resolve(hidden)).hasContent("read");
  }

  @Test
  void a_hidden_name_contains_the_original_name() {
    assertThat(HiddenName.ownName(HiddenName.of("付款 5月.csv"))).isEqualTo("付款 5月.csv");
    assertThat(HiddenName.ownName(HiddenName.of("pay.csv.done"))).isEqualTo("pay.csv.done");
    assertThat(HiddenName.ownName("pay.csv")).isNull();
    assertThat(HiddenName.ownName(HiddenName.of("..\\x.csv"))).isNull();
    assertThat(HiddenName.ownName(HiddenName.of(".done"))).isNull();
  }

  private GuardedMove.Result move() throws IOException {
    return GuardedMove.move(folder, "pay.csv", TO, read);
  }

  private List<String> list() {
    return Arrays.stream(inbox.toFile().list()).sorted().toList();
  }
}

package payout.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.Folders;

/** Two nodes with one outbox: a stale one puts nothing, and nobody replaces or repeats a file. */
class LocalOutboxTest {

  private static final String NAME = "pay.0123abcd.ack.csv";
  private static final HiddenOutput STALE = new HiddenOutput(NAME, 7, 1, "aaaaaaaa");
  private static final HiddenOutput NEW = new HiddenOutput(NAME, 7, 2, "bbbbbbbb");
  private static final Runnable MAY = () -> {};

  @TempDir private Path folder;
  private LocalOutbox outbox;

  @BeforeEach
  void open() {
    outbox = new LocalOutbox(folder);
  }

  @Test
  void a_file_gets_its_name_and_leaves_nothing_once_it_is_recorded() throws IOException {
    write(NEW, "content");

    outbox.put(NEW, MAY);
    assertThat(names()).containsExactly(NEW.mark(), NAME);
    outbox.sync();
    outbox.forget(NEW);

    assertThat(names()).containsExactly(NAME);
    assertThat(folder.resolve(NAME)).hasContent("content");
  }

  @Test
  void a_check_that_throws_leaves_the_file_unnamed() throws IOException {
    write(NEW, "content");

    assertThatThrownBy(
            () ->
                outbox.put(
                    NEW,
                    () -> {
                      throw new IllegalStateException("over");
                    }))
        .hasMessage("over");
    assertThat(names()).containsExactly(NEW.part());
    outbox.discard(NEW);

    assertThat(folder).isEmptyDirectory();
  }

  /** Suspended after its last check: by then its successor came, put, recorded and forgot. */
  @Test
  void a_stale_process_finds_nothing_to_put_even_after_its_last_check() throws IOException {
    write(STALE, "content");
    Runnable suspended =
        () -> {
          put(NEW, "content");
          outbox.forget(NEW);
          delete(folder.resolve(NAME)); // a reader fetched it
        };

    assertThatThrownBy(() -> outbox.put(STALE, suspended)).isInstanceOf(NoSuchFileException.class);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void the_same_content_counts_as_put() throws IOException {
    Files.writeString(folder.resolve(NAME), "content");
    write(NEW, "content");

    outbox.put(NEW, MAY);

    assertThat(names()).containsExactly(NAME);
  }

  @Test
  void other_content_is_refused_and_kept() throws IOException {
    Files.writeString(folder.resolve(NAME), "of somebody else");
    write(NEW, "content");

    assertThatThrownBy(() -> outbox.put(NEW, MAY))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(
            "A file "
                + folder.resolve(NAME)
                + " of other content lies there; it is not overwritten. Move it away.");
    assertThat(folder.resolve(NAME)).hasContent("of somebody else");
  }

  /** A FIFO would be waited for, and the target of a link may be anything. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void what_is_no_file_is_other_content() throws Exception {
    Path fifo = folder.resolve(NAME);
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    write(NEW, "content");
    assertThatThrownBy(() -> outbox.put(NEW, MAY)).isInstanceOf(FileAlreadyExistsException.class);
    Files.delete(fifo);

    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "content");
    Files.createSymbolicLink(folder.resolve(NAME), elsewhere);
    assertThatThrownBy(() -> outbox.put(NEW, MAY)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(folder.resolve(NAME)).isSymbolicLink();
  }

  /** A process died between the put and its record, and a reader fetched the file at once. */
  @Test
  void what_an_earlier_claim_put_and_a_reader_fetched_is_not_put_again() throws IOException {
    write(STALE, "content");
    outbox.put(STALE, MAY);
    Files.delete(folder.resolve(NAME));

    put(NEW, "content");
    assertThat(names()).containsExactly(STALE.mark());
    outbox.forget(NEW);

    assertThat(folder).isEmptyDirectory();
  }

  /** Killed between two calls of the system. */
  @Test
  void what_got_its_name_and_no_mark_counts_as_put() throws IOException {
    write(STALE, "content");
    Files.createLink(folder.resolve(NAME), folder.resolve(STALE.part()));

    put(NEW, "content");
    outbox.forget(NEW);

    assertThat(names()).containsExactly(NAME);
  }

  @Test
  void clears_what_earlier_claims_left_and_nothing_else() throws IOException {
    HiddenOutput later = new HiddenOutput(NAME, 7, 3, "cccccccc");
    HiddenOutput other = new HiddenOutput(NAME, 8, 1, "aaaaaaaa");
    for (HiddenOutput each : Set.of(STALE, STALE.done(), NEW, later, other)) {
      write(each, "content");
    }
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "x");
    Path link = folder.resolve(new HiddenOutput(NAME, 7, 1, "dddddddd").part());
    Files.createSymbolicLink(link, elsewhere);

    outbox.clear(NEW);

    assertThat(names())
        .containsExactlyInAnyOrder(NEW.part(), later.part(), other.part(), "elsewhere");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void sweeps_what_is_left_of_recorded_files_alone() throws IOException {
    write(STALE, "content");
    outbox.put(STALE, MAY);
    write(NEW, "content");
    HiddenOutput open = new HiddenOutput("other.csv", 9, 1, "aaaaaaaa");
    write(open, "content");

    outbox.sweep(left -> left.publication() == 7);

    assertThat(names()).containsExactly(open.part(), NAME);
  }

  @Test
  void an_outbox_that_is_missing_has_nothing_to_clear() throws IOException {
    Files.delete(folder);

    outbox.clear(NEW);
    outbox.sweep(left -> true);
    outbox.discard(NEW);

    assertThat(folder).doesNotExist();
  }

  /** All that a claim does, the earlier ones being over. */
  private void put(HiddenOutput claim, String content) {
    try {
      outbox.clear(claim);
      write(claim, content);
      outbox.put(claim, MAY);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void write(HiddenOutput claim, String content) throws IOException {
    Files.writeString(folder.resolve(claim.part()), content);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The regular files. */
  private java.util.List<String> names() {
    return Folders.names(folder).stream()
        .filter(
            name ->
                Files.isRegularFile(folder.resolve(name), java.nio.file.LinkOption.NOFOLLOW_LINKS))
        .toList();
  }
}

package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder with a writer who is not trusted. */
class LocalFolderTest {

  private static final String HIDDEN = ".payout-moving-00000000-0000-0000-0000-000000000000-";

  private final List<String> alarms = new ArrayList<>();
  private final Set<String> claimed = new HashSet<>();
  private long nanos = 1;
  private Path inbox;
  private LocalFolder localFolder;

  @BeforeEach
  void make(@TempDir Path folder) throws IOException {
    inbox = Files.createDirectory(folder.resolve("inbox"));
    localFolder = open(inbox, true);
  }

  private LocalFolder open(Path path, boolean mayBeLink) {
    Completeness atOnce = new Completeness(new Completeness.Rule(false, 0), () -> 0, () -> nanos);
    return new LocalFolder(
        path, mayBeLink, name -> true, claimed::contains, atOnce, () -> nanos, alarms::add);
  }

  @Test
  void each_poll_takes_a_limited_number_of_files_and_every_file_gets_its_turn() throws IOException {
    int files = 2 * PollOrder.FILES_A_POLL + 7;
    for (int i = 0; i < files; i++) {
      Files.createFile(inbox.resolve(i + ".csv"));
    }

    Set<String> seen = new HashSet<>();
    List<Integer> sizes = new ArrayList<>();
    for (int poll = 0; poll < 3; poll++) {
      List<String> next = names();
      sizes.add(next.size());
      seen.addAll(next);
    }

    assertThat(sizes).containsOnly(PollOrder.FILES_A_POLL);
    assertThat(seen).hasSize(files);
  }

  @Test
  void the_oldest_comes_first() throws IOException {
    for (int i = 0; i < 3; i++) {
      Files.setLastModifiedTime(put("f" + i + ".csv", "x"), FileTime.fromMillis(3000 - i * 1000));
    }

    assertThat(names()).containsExactly("f2.csv", "f1.csv", "f0.csv");
  }

  /** It was complete when the folder was listed, and is then rewritten. */
  @Test
  void a_file_that_changes_between_the_listing_and_its_turn_is_left_for_the_next_poll()
      throws IOException {
    Path file = put("pay.csv", "first");
    Listed listed = localFolder.next().get(0);

    Files.writeString(file, "second, half", StandardOpenOption.TRUNCATE_EXISTING);

    assertThatThrownBy(() -> listed.open(ReadWatch.NONE)).isInstanceOf(FileChangedException.class);
    localFolder.next().get(0).open(ReadWatch.NONE).close();
  }

  @Test
  void a_file_whose_done_file_is_gone_when_its_turn_comes_is_left_for_the_next_poll()
      throws IOException {
    put("pay.csv", "x");
    Path done = put("pay.csv.done", "");
    Completeness byDone = new Completeness(new Completeness.Rule(true, 0), () -> 0, () -> nanos);
    localFolder =
        new LocalFolder(
            inbox, true, name -> true, claimed::contains, byDone, () -> nanos, alarms::add);
    Listed listed = localFolder.next().get(0);

    Files.delete(done);

    assertThatThrownBy(() -> listed.open(ReadWatch.NONE)).isInstanceOf(FileChangedException.class);
    assertThat(localFolder.next()).isEmpty();
    nanos += TimeUnit.HOURS.toNanos(1);
    assertThat(localFolder.next()).isEmpty();
    localFolder.next();
    assertThat(alarms)
        .containsExactly(
            "The file pay.csv in "
                + inbox
                + " has waited an hour for its done-file and is not taken"
                + " (payout.inbox.ready=done-file). Put pay.csv.done beside it, or remove it.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"link", "fifo", "other file", "second name"})
  void a_replacement_of_a_file_after_the_listing_is_not_read(String what) throws Exception {
    Path elsewhere = Files.writeString(inbox.resolveSibling("elsewhere"), "secret");
    Path file = put("pay.csv", "first");
    Listed listed = localFolder.next().get(0);

    Files.delete(file);
    switch (what) {
      case "link" -> Files.createSymbolicLink(file, elsewhere);
      case "fifo" ->
          assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
      case "second name" -> Files.createLink(file, elsewhere);
      default -> Files.writeString(file, "other");
    }

    assertThatThrownBy(() -> listed.open(ReadWatch.NONE)).isInstanceOf(FileChangedException.class);
  }

  @Test
  void a_file_with_a_second_name_is_skipped_and_reported_after_a_minute() throws IOException {
    Path ours = Files.writeString(inbox.resolveSibling("ledger.db"), "ledger");
    Path second = Files.createLink(inbox.resolve("a.csv"), ours);

    assertThat(names()).isEmpty();
    assertThat(alarms).isEmpty();
    nanos += TimeUnit.MINUTES.toNanos(1);
    assertThat(names()).isEmpty();
    assertThat(names()).isEmpty();
    assertThat(alarms).hasSize(1);
    assertThat(alarms.get(0)).startsWith("The file a.csv in ").contains("a second name");
    Files.delete(ours);
    assertThat(second).exists();
    assertThat(names()).containsExactly("a.csv");
  }

  @Test
  void a_name_that_cannot_be_read_is_reported() throws Exception {
    String make = "cd '" + inbox + "' && printf x > \"$(printf 'pay\\377.csv')\"";
    assertThat(new ProcessBuilder("sh", "-c", make).start().waitFor()).isZero();

    assertThat(names()).isEmpty();
    assertThat(names()).isEmpty();

    assertThat(alarms).hasSize(1);
    assertThat(alarms.get(0)).contains("a character that cannot be seen or read");
  }

  @Test
  void a_file_that_nobody_is_moving_gets_its_name_back_at_once() throws IOException {
    put(HIDDEN + "pay.csv", "x");
    localFolder.next();

    assertThat(names()).containsExactly("pay.csv");
    assertThat(inbox.resolve(HIDDEN + "pay.csv")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pay.csv", "pay.csv.done"})
  void a_file_that_another_process_is_moving_stays_hidden_until_its_claim_ends(String name)
      throws IOException {
    claimed.add("pay.csv");
    put(HIDDEN + name, "x");

    localFolder.next();
    nanos += TimeUnit.HOURS.toNanos(1);
    localFolder.next();
    assertThat(inbox.resolve(HIDDEN + name)).exists();
    claimed.clear();
    localFolder.next();

    assertThat(inbox.resolve(HIDDEN + name)).doesNotExist();
    assertThat(inbox.resolve(name)).exists();
  }

  @Test
  void a_hidden_file_waits_while_another_one_has_its_name() throws IOException {
    put(HIDDEN + "pay.csv", "hidden");
    Path other = put("pay.csv", "other");

    localFolder.next();
    assertThat(other).hasContent("other");
    assertThat(inbox.resolve(HIDDEN + "pay.csv")).hasContent("hidden");

    Files.delete(other);
    localFolder.next();
    assertThat(other).hasContent("hidden");
  }

  @Test
  void a_process_that_died_between_two_names_of_a_file_leaves_one_file() throws IOException {
    Files.createLink(inbox.resolve("pay.csv"), put(HIDDEN + "pay.csv", "x"));

    localFolder.next();

    assertThat(inbox.resolve(HIDDEN + "pay.csv")).doesNotExist();
    assertThat(names()).containsExactly("pay.csv");
    assertThat(alarms).isEmpty();
  }

  @Test
  void a_folder_that_must_be_real_is_not_read_through_a_link() throws IOException {
    Path elsewhere = Files.createDirectory(inbox.resolveSibling("elsewhere"));
    Files.writeString(elsewhere.resolve("key.csv"), "x");
    Path check = Files.createDirectory(inbox.resolve("check"));
    Files.writeString(check.resolve("key.csv"), "x");
    LocalFolder checkFolder = open(check, false);
    Listed listed = checkFolder.next().get(0);

    Files.delete(check.resolve("key.csv"));
    Files.delete(check);
    Files.createSymbolicLink(check, elsewhere);

    assertThatThrownBy(() -> listed.open(ReadWatch.NONE)).isInstanceOf(NotAFolderException.class);
    assertThatThrownBy(checkFolder::next).isInstanceOf(NotAFolderException.class);
  }

  @Test
  void a_missing_folder_has_no_files() throws IOException {
    assertThat(open(inbox.resolve("check"), false).next()).isEmpty();
  }

  private Path put(String name, String text) throws IOException {
    return Files.writeString(inbox.resolve(name), text);
  }

  private List<String> names() throws IOException {
    return localFolder.next().stream().map(Listed::name).toList();
  }
}

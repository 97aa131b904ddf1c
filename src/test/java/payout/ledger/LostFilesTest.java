package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import payout.ledger.sql.Database;

/** Which files the ledger knows, and what it lists of those that it does not know. */
@OnBothDatabases
class LostFilesTest extends LedgerFixture {

  private static final String PLACE = "/var/inbox/.done";

  @Test
  void knows_a_file_in_whatever_folder_of_the_archive() {
    accept("a.csv", List.of(lines("A", 1)));
    String name = one("SELECT archive_name FROM payout_file").replaceFirst("\\.done/", "");
    String gone = name + "x";

    assertThat(lost("n1").unknownArchived(List.of(name, gone))).containsExactly(gone);
    change("UPDATE payout_file SET archive_name = '.rejected/" + name + "', inbox = 'inbox-7'");
    assertThat(lost("n1").unknownArchived(List.of(name, gone))).containsExactly(gone);
    assertThat(lost("n1").unknownArchived(List.of())).isEmpty();
    assertThat(ArchiveName.timeOf(name)).hasValue(time.millis());
  }

  @Test
  void knows_what_it_reported_about_by_stem_hash_and_arrival() {
    accept("a.csv", List.of(lines("A", 1)));
    String hash = one("SELECT short_hash FROM payout_file");
    LostFiles.Reported known = new LostFiles.Reported("a", hash, 1);
    LostFiles.Reported again = new LostFiles.Reported("a", hash, 2);
    LostFiles.Reported other = new LostFiles.Reported("a", "01234567", 1);

    assertThat(lost("n1").unknownReported(List.of(known, again, other)))
        .containsExactlyInAnyOrder(again, other);
  }

  @Test
  void asks_about_many_in_parts() {
    accept("a.csv", List.of(lines("A", 1)));
    String name = one("SELECT archive_name FROM payout_file").replaceFirst("\\.done/", "");
    List<String> many = new java.util.ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(i == 130 ? name : "20260101000000000-" + i + ".csv");
    }

    assertThat(lost("n1").unknownArchived(many)).hasSize(199).doesNotContain(name);
  }

  @Test
  void lists_a_file_until_it_is_not_lost_any_more() {
    assertThat(lost("n1").record(PLACE, Set.of("a", "b")))
        .extracting(LostFile::name)
        .containsExactly("a", "b");
    assertThat(lost("n1").record(PLACE, Set.of("a", "b"))).isEmpty();
    assertThat(lost("n1").recorded(PLACE)).containsExactlyInAnyOrder("a", "b");

    assertThat(lost("n1").record(PLACE, Set.of("b", "c")))
        .extracting(LostFile::name)
        .containsExactly("c");

    assertThat(status.lostFiles(9)).extracting(LostFile::name).containsExactly("b", "c");
    assertThat(status.lostFiles(9)).extracting(LostFile::place).containsOnly(PLACE);
  }

  @Test
  void of_nodes_that_share_a_folder_one_tells_it_and_status_lists_it_once() {
    assertThat(lost("n1").record(PLACE, Set.of("a"))).hasSize(1);
    assertThat(lost("n2").record(PLACE, Set.of("a"))).isEmpty();
    assertThat(status.lostFiles(9)).hasSize(1);

    assertThat(lost("n2").record(PLACE, Set.of())).isEmpty();
    assertThat(status.lostFiles(9)).extracting(LostFile::node).containsExactly("n1");
  }

  @Test
  void tells_a_loss_again_after_a_day_once() {
    lost("n1").record(PLACE, Set.of("a"));
    lost("n2").record(PLACE, Set.of("a"));
    pass(Duration.ofHours(23));
    assertThat(lost("n1").toTellAgain()).isEmpty();

    pass(Duration.ofHours(2));

    assertThat(lost("n2").toTellAgain()).extracting(LostFile::name).containsOnly("a");
    assertThat(lost("n1").toTellAgain()).isEmpty();
  }

  @Test
  void records_no_more_of_a_folder_than_a_person_can_read() {
    Set<String> many = new java.util.HashSet<>();
    for (int i = 0; i < LostFiles.RECORDED_MAX + 5; i++) {
      many.add("f" + i);
    }

    assertThat(lost("n1").record(PLACE, many)).hasSize(LostFiles.RECORDED_MAX);
  }

  @Test
  void begins_with_the_first_file() {
    assertThat(lost("n1").beganAt(7)).isEqualTo(7);
    Instant first = clock.now();
    oneBatch(1);
    pass(Duration.ofDays(1));
    accept("b.csv", List.of(lines("B", 1)));

    assertThat(lost("n1").beganAt(7)).isEqualTo(first.toEpochMilli());
  }

  private LostFiles lost(String node) {
    return new LostFiles(database(), clock, node);
  }

  private Database database() {
    return closedAtEnd(Database.open(address.url(), address.user(), address.password()));
  }
}

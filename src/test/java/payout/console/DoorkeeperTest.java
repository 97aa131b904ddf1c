package payout.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.ChinaClock;
import payout.console.Doorkeeper.Entry;
import payout.console.Doorkeeper.Verdict;
import payout.ledger.AuditLedger.Filter;
import payout.ledger.Ledger;
import payout.ledger.Source;
import payout.ledger.sql.LedgerAddress;
import payout.testing.SettableClock;
import payout.testing.TestPasswords;

/** Who comes in, and for how long. */
class DoorkeeperTest {

  private static final String PASSWORD = "open sesame";

  /** A hash takes a tenth of a second. */
  private static final String HASH = TestPasswords.hash(PASSWORD);

  @TempDir private Path folder;

  private final SettableClock clock = SettableClock.ticking();
  private final AtomicLong nanos = new AtomicLong();
  private UsersFile users;
  private Ledger ledger;
  private Doorkeeper doorkeeper;

  @BeforeEach
  void open() {
    users = new UsersFile(folder.resolve("users"));
    users.put(new User("li", Set.of(Role.SUBMITTER, Role.APPROVER), HASH, ""));
    ledger =
        Ledger.run(
            new LedgerAddress("jdbc:sqlite:" + folder.resolve("ledger.db"), "", ""),
            "PRODUCTION",
            new ChinaClock(clock));
    doorkeeper = new Doorkeeper(users, ledger, nanos::get);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void the_right_password_begins_a_session_that_every_node_knows() {
    Entry entry = logIn("li", PASSWORD);

    assertThat(entry.verdict()).isEqualTo(Verdict.WELCOME);
    Doorkeeper other = new Doorkeeper(users, ledger, nanos::get);
    assertThat(other.ofSession(entry.secret()).name()).isEqualTo("li");
    assertThat(other.ofSession(entry.secret()).may(Role.SUBMITTER)).isTrue();
    assertThat(other.ofSession(entry.secret()).may(Role.OPERATOR)).isFalse();
    assertThat(doorkeeper.ofSession("").isKnown()).isFalse();
    assertThat(doorkeeper.ofSession(Secrets.next()).isKnown()).isFalse();
  }

  @Test
  void a_wrong_password_or_an_unknown_user_begins_none() {
    assertThat(logIn("li", "open sesam").verdict()).isEqualTo(Verdict.WRONG);
    assertThat(logIn("wang", PASSWORD).verdict()).isEqualTo(Verdict.WRONG);
    assertThat(logIn("LI", PASSWORD).verdict()).isEqualTo(Verdict.WRONG);
    assertThat(logIn("", "").verdict()).isEqualTo(Verdict.WRONG);
  }

  @Test
  void a_page_that_renews_itself_keeps_no_session_open() {
    String secret = logIn("li", PASSWORD).secret();
    for (int i = 0; i < 14; i++) {
      clock.move(Duration.ofMinutes(1));
      assertThat(doorkeeper.ofSession(secret, true).isKnown()).isTrue();
    }
    clock.move(Duration.ofMinutes(2));

    assertThat(doorkeeper.ofSession(secret, true).isKnown()).isFalse();
    assertThat(doorkeeper.ofSession(secret).isKnown()).isFalse();
  }

  @Test
  void a_session_ends_after_a_quarter_of_an_hour_without_a_request_and_after_eight_hours() {
    String idle = logIn("li", PASSWORD).secret();
    clock.move(Duration.ofMinutes(14));
    assertThat(doorkeeper.ofSession(idle).isKnown()).isTrue();
    clock.move(Duration.ofMinutes(14));
    assertThat(doorkeeper.ofSession(idle).isKnown()).as("it was used in between").isTrue();
    clock.move(Duration.ofMinutes(15).plusSeconds(1));
    assertThat(doorkeeper.ofSession(idle).isKnown()).isFalse();

    String busy = logIn("li", PASSWORD).secret();
    for (int minutes = 0; minutes < 8 * 60; minutes += 10) {
      assertThat(doorkeeper.ofSession(busy).isKnown()).as("after %d min", minutes).isTrue();
      clock.move(Duration.ofMinutes(10));
    }
    assertThat(doorkeeper.ofSession(busy).isKnown()).isFalse();
  }

  @Test
  void a_session_that_was_ended_is_over() {
    String secret = logIn("li", PASSWORD).secret();

    doorkeeper.logOut(doorkeeper.ofSession(secret), "192.0.2.1");

    assertThat(doorkeeper.ofSession(secret).isKnown()).isFalse();
  }

  @Test
  void a_removed_user_is_nobody_at_once_and_stays_so_when_the_name_returns() {
    String secret = logIn("li", PASSWORD).secret();
    ledger.tokens().add("t1", Secrets.hash("token"), "li", Set.of("viewer"), 90);

    users.remove("li");
    assertThat(doorkeeper.ofSession(secret).isKnown()).isFalse();
    assertThat(doorkeeper.ofToken("token")).isEmpty();
    ledger.users().removed("li", true, "root", Source.UNKNOWN);
    users.put(new User("li", Set.of(Role.VIEWER), HASH, ""));

    assertThat(doorkeeper.ofSession(secret).isKnown()).isFalse();
    assertThat(doorkeeper.ofToken("token")).isEmpty();
  }

  @Test
  void a_role_that_is_removed_by_hand_is_lost_at_once_by_sessions_and_tokens() throws IOException {
    String secret = logIn("li", PASSWORD).secret();
    ledger.tokens().add("t1", Secrets.hash("token"), "li", Set.of("approver", "submitter"), 90);
    assertThat(doorkeeper.ofSession(secret).may(Role.APPROVER)).isTrue();
    assertThat(doorkeeper.ofToken("token").orElseThrow().may(Role.APPROVER)).isTrue();

    edit("submitter,approver", "submitter");

    assertThat(doorkeeper.ofSession(secret).roles()).containsExactly(Role.SUBMITTER);
    assertThat(doorkeeper.ofToken("token").orElseThrow().roles()).containsExactly(Role.SUBMITTER);
  }

  /** An editor may write in place, and a script may set the time of a file back. */
  @Test
  void a_change_counts_that_neither_size_nor_time_of_the_file_tell() throws IOException {
    String secret = logIn("li", PASSWORD).secret();
    assertThat(doorkeeper.ofSession(secret).may(Role.APPROVER)).isTrue();
    FileTime before = Files.getLastModifiedTime(users.path());

    edit("approver", "operator");
    Files.setLastModifiedTime(users.path(), before);

    assertThat(doorkeeper.ofSession(secret).may(Role.APPROVER)).isFalse();
    assertThat(doorkeeper.ofSession(secret).may(Role.OPERATOR)).isTrue();
  }

  /** Whoever cannot be sure of a role has none. */
  @Test
  void a_file_that_is_readable_by_all_from_now_on_lets_nobody_in() throws IOException {
    String secret = logIn("li", PASSWORD).secret();
    assertThat(doorkeeper.ofSession(secret).isKnown()).isTrue();

    Files.setPosixFilePermissions(users.path(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> doorkeeper.ofSession(secret)).isInstanceOf(UsersFileException.class);
  }

  private void edit(String from, String to) throws IOException {
    String text = Files.readString(users.path());
    assertThat(text).contains(from);
    Files.writeString(users.path(), text.replace(from, to));
  }

  @Test
  void guessing_ends_after_five_tries_from_one_address_and_does_not_keep_the_user_out_elsewhere() {
    for (int i = 0; i < 5; i++) {
      assertThat(logIn("li", "guess " + i).verdict()).isEqualTo(Verdict.WRONG);
    }
    assertThat(logIn("li", PASSWORD).verdict()).isEqualTo(Verdict.TOO_MANY);
    assertThat(doorkeeper.logIn("li", PASSWORD, "", "192.0.2.2").verdict())
        .isEqualTo(Verdict.WELCOME);

    nanos.addAndGet(TimeUnit.MINUTES.toNanos(15));
    assertThat(logIn("li", PASSWORD).verdict()).isEqualTo(Verdict.WELCOME);
  }

  @Test
  void a_name_that_no_user_has_cannot_be_told_from_a_users() {
    for (String address : List.of("192.0.2.1", "127.0.0.1")) {
      assertThat(verdicts("wang", address, 12)).isEqualTo(verdicts("li", address, 12));
      assertThat(verdicts("zhao", address, 12))
          .as("another one after it")
          .isEqualTo(verdicts("li-2", address, 12));
    }
    assertThat(verdicts("wang", "192.0.2.9", 60)).isEqualTo(verdicts("li", "192.0.2.8", 60));
    assertThat(audited().stream().filter(each -> each.endsWith("TOO_MANY")).count())
        .as("each name once for each quarter of an hour")
        .isEqualTo(4);
  }

  @Test
  void whoever_types_many_names_from_one_address_is_refused_and_others_are_not() {
    for (int i = 0; i < 40; i++) {
      logIn("name" + i, "guess");
    }

    assertThat(logIn("li", PASSWORD).verdict()).isEqualTo(Verdict.TOO_MANY);
    assertThat(doorkeeper.logIn("li", PASSWORD, "", "192.0.2.2").verdict())
        .isEqualTo(Verdict.WELCOME);
    assertThat(audited().stream().filter(each -> each.endsWith("TOO_MANY")).count())
        .as("the address once, whatever it types")
        .isEqualTo(1);
  }

  @Test
  void those_who_share_loopback_behind_a_proxy_are_not_kept_out_by_one_of_them() {
    Throttle throttle = new Throttle(nanos::get);
    for (int i = 0; i < 200; i++) {
      throttle.admits("name" + i, "127.0.0.1");
    }

    assertThat(throttle.admits("li", "127.0.0.1")).isTrue();
    for (int i = 0; i < 1000; i++) {
      throttle.admits("other" + i, "127.0.0.1");
    }
    assertThat(throttle.admits("li", "127.0.0.1")).as("and there is an end").isFalse();
  }

  @Test
  void names_that_strangers_type_fill_no_memory() {
    Throttle throttle = new Throttle(nanos::get);
    for (int i = 0; i < 5; i++) {
      throttle.admits("li", "192.0.2.1");
    }
    for (int i = 0; i < 20_000; i++) {
      throttle.admits("x".repeat(5_000) + i, "198.51." + i / 250 + "." + i % 250);
    }

    assertThat(throttle.admits("li", "192.0.2.1")).isFalse();
  }

  private List<Verdict> verdicts(String name, String address, int tries) {
    return java.util.stream.IntStream.range(0, tries)
        .mapToObj(i -> doorkeeper.logIn(name, "guess", "", address).verdict())
        .toList();
  }

  @Test
  void five_hundred_guesses_from_everywhere_are_mostly_not_even_compared() {
    int compared = 0;
    Throttle throttle = new Throttle(nanos::get);
    for (int i = 0; i < 500; i++) {
      compared += throttle.admits("li", "192.0.2." + i % 250) ? 1 : 0;
    }

    assertThat(compared).isEqualTo(100);
  }

  @Test
  void log_ins_and_failures_are_recorded_but_never_what_was_typed_for_a_name() {
    String secret = logIn("li", PASSWORD).secret();
    logIn("li", "wrong");
    logIn("open sesame", "li");
    doorkeeper.logOut(doorkeeper.ofSession(secret), "192.0.2.1");

    assertThat(audited())
        .containsExactly("LOGOUT li", "LOGIN_FAILED", "LOGIN_FAILED li", "LOGIN li");
    assertThat(ledger.audit().entries(Filter.ALL).toList())
        .allSatisfy(
            entry -> {
              assertThat(entry.from()).isEqualTo(new Source(Source.Channel.CONSOLE, "192.0.2.1"));
              assertThat(entry.toString()).doesNotContain("sesame", "wrong");
            });
  }

  @Test
  void five_hundred_wrong_passwords_make_a_handful_of_entries_in_a_quarter_of_an_hour() {
    for (int i = 0; i < 500; i++) {
      logIn("li", "guess " + i);
    }

    assertThat(audited())
        .hasSize(6)
        .endsWith("LOGIN_FAILED li")
        .startsWith("LOGIN_FAILED li TOO_MANY");
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(15));
    logIn("li", "guess");
    assertThat(audited()).as("the next quarter").hasSize(7);
  }

  @Test
  void a_wrong_code_after_the_right_password_is_recorded_as_such() {
    String codeSecret = OneTimeCodes.newSecret();
    users.put(new User("chen", Set.of(Role.APPROVER), HASH, codeSecret));

    doorkeeper.logIn("chen", PASSWORD, "1", "192.0.2.1");
    doorkeeper.logIn(
        "chen", PASSWORD, OneTimeCodes.codeAt(codeSecret, clock.millis()), "192.0.2.1");

    assertThat(audited()).containsExactly("LOGIN chen WITH_CODE", "SECOND_FACTOR_FAILED chen");
  }

  @Test
  void a_proxy_begins_a_session_of_a_user_and_of_nobody_else() {
    Entry entry = doorkeeper.enter("li", "192.0.2.9", true);

    assertThat(doorkeeper.ofSession(entry.secret()).name()).isEqualTo("li");
    assertThat(doorkeeper.ofSession(entry.secret()).isProved()).isTrue();
    assertThat(doorkeeper.enter("wang", "192.0.2.9", true).verdict()).isEqualTo(Verdict.WRONG);
    assertThat(doorkeeper.enter("LI", "192.0.2.9", true).secret()).isEmpty();
    assertThat(audited()).containsExactly("LOGIN_FAILED PROXY", "LOGIN li PROXY");
  }

  @Test
  void a_second_factor_is_demanded_and_each_code_works_once() {
    String codeSecret = OneTimeCodes.newSecret();
    users.put(new User("chen", Set.of(Role.APPROVER), HASH, codeSecret));
    String code = OneTimeCodes.codeAt(codeSecret, clock.millis());

    assertThat(logIn("chen", PASSWORD).verdict()).isEqualTo(Verdict.WRONG);
    Entry entry = doorkeeper.logIn("chen", PASSWORD, code, "192.0.2.1");
    assertThat(entry.verdict()).isEqualTo(Verdict.WELCOME);
    assertThat(doorkeeper.ofSession(entry.secret()).isProved()).isTrue();
    assertThat(doorkeeper.logIn("chen", PASSWORD, code, "192.0.2.1").verdict())
        .as("the code was seen over a shoulder")
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void a_token_may_do_what_it_was_made_for_and_its_user_still_may() {
    ledger.tokens().add("t1", Secrets.hash("one"), "li", Set.of("viewer", "submitter"), 90);
    ledger.tokens().add("t2", Secrets.hash("two"), "li", Set.of("operator"), 90);

    assertThat(doorkeeper.ofToken("one")).hasValueSatisfying(it -> it.may(Role.SUBMITTER));
    assertThat(doorkeeper.ofToken("one").orElseThrow().may(Role.APPROVER)).isFalse();
    assertThat(doorkeeper.ofToken("two").orElseThrow().may(Role.OPERATOR)).isFalse();
    users.put(new User("li", Set.of(Role.VIEWER), HASH, ""));
    assertThat(doorkeeper.ofToken("one").orElseThrow().may(Role.SUBMITTER)).isFalse();

    ledger.tokens().revoke("t1");
    assertThat(doorkeeper.ofToken("one")).isEmpty();
    clock.move(Duration.ofDays(90));
    assertThat(doorkeeper.ofToken("two")).isEmpty();
  }

  @Test
  void a_file_of_users_that_all_may_read_or_that_is_broken_lets_nobody_in() throws IOException {
    String secret = logIn("li", PASSWORD).secret();
    Files.setPosixFilePermissions(users.path(), PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(users.path(), Files.readString(users.path()) + "\n");
    assertThatThrownBy(() -> doorkeeper.ofSession(secret))
        .isInstanceOf(UsersFileException.class)
        .hasMessageContaining("chmod 640");

    Files.setPosixFilePermissions(users.path(), PosixFilePermissions.fromString("rw-r-----"));
    Files.writeString(users.path(), "li submitter,king " + HASH + "\n");
    assertThatThrownBy(() -> doorkeeper.ofSession(secret))
        .isInstanceOf(UsersFileException.class)
        .hasMessageContaining("Line 1")
        .hasMessageContaining("king")
        .hasMessageNotContaining("argon2");
  }

  private Entry logIn(String name, String password) {
    return doorkeeper.logIn(name, password, "", "192.0.2.1");
  }

  /** Kind, who and how, the newest first. */
  private List<String> audited() {
    return ledger
        .audit()
        .entries(Filter.ALL)
        .map(each -> (each.kind() + " " + each.who() + " " + each.detail()).strip())
        .map(text -> text.replaceAll(" +", " "))
        .toList();
  }
}

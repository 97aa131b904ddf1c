package payout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.config.Home;
import payout.config.Settings;
import payout.ledger.AuditLedger.Entry;
import payout.ledger.AuditLedger.Filter;
import payout.ledger.Ledger;
import payout.ledger.Source;

/** What the commands about users change and record. */
class UsersCommandTest {

  private static final String PASSWORD = "a long pass word";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final InputStream in = System.in;
  private String distribution;

  @BeforeEach
  void unpack() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("config"))) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(file.toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    distribution = System.getProperty(Home.DISTRIBUTION_PROPERTY);
    System.setProperty(Home.DISTRIBUTION_PROPERTY, folder.toString());
  }

  @AfterEach
  void restore() {
    System.setIn(in);
    if (distribution == null) {
      System.clearProperty(Home.DISTRIBUTION_PROPERTY);
    } else {
      System.setProperty(Home.DISTRIBUTION_PROPERTY, distribution);
    }
  }

  @Test
  void each_change_of_users_and_tokens_is_recorded_with_the_system_user_and_the_machine() {
    makeLedger();

    add("li", "submitter");
    add("li", "viewer", "--replace");
    assertThat(run("second-factor", "li")).isZero();
    String codeSecret = out.toString().replaceAll("(?s).*secret=(\\w+).*", "$1");
    assertThat(run("second-factor", "li", "--remove")).isZero();
    assertThat(run("token", "li")).isZero();
    String token = out.toString().strip().replaceAll("(?s).*\\s", "");
    String id = out.toString().replaceAll("(?s)Token (\\w+) .*", "$1");
    assertThat(run("revoke", id)).isZero();
    assertThat(run("remove", "li")).isZero();

    List<Entry> entries = inLedger(ledger -> ledger.audit().entries(Filter.ALL).toList());
    assertThat(entries)
        .extracting(
            each -> each.kind() + " " + each.about().subject() + " " + each.detail().strip())
        .containsExactly(
            "USER_REMOVED li 0 sessions and 0 tokens ended, 0 open grants revoked, 0 proposals"
                + " withdrawn.",
            "TOKEN_REVOKED " + id + " ",
            "TOKEN_ADDED " + id + " li viewer",
            "USER_CHANGED li SECOND_FACTOR_REMOVED",
            "USER_CHANGED li SECOND_FACTOR_SET",
            "USER_CHANGED li viewer",
            "USER_ADDED li submitter");
    assertThat(entries)
        .allSatisfy(
            each -> {
              assertThat(each.who()).isEqualTo(System.getProperty("user.name"));
              assertThat(each.from().channel()).isEqualTo(Source.Channel.CLI);
              assertThat(each.from().address())
                  .isEqualTo(each.who() + "@" + ProcessEnvironment.hostName());
              assertThat(each.toString()).doesNotContain(PASSWORD, codeSecret, token);
            });
  }

  @Test
  void a_user_is_added_and_removed_before_there_is_a_ledger() {
    add("li", "viewer");
    assertThat(run("list")).isZero();
    assertThat(out.toString()).contains("li  viewer");

    assertThat(run("remove", "li")).isZero();

    assertThat(out.toString()).contains("The user li is removed.");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void removing_a_user_whose_line_was_taken_out_of_the_file_by_hand_ends_what_is_left()
      throws IOException {
    makeLedger();
    add("li", "viewer");
    assertThat(run("token", "li")).isZero();
    Files.writeString(settings().console().usersFile(), "");

    assertThat(run("remove", "li")).isZero();

    assertThat(out.toString()).contains("was not in", "1 token ended");
    assertThat(run("remove", "li")).as("nothing is left").isEqualTo(2);
    assertThat(err.toString()).contains("There is no user li in ");
  }

  private void add(String name, String roles, String... more) {
    System.setIn(new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)));
    String[] all =
        Stream.concat(Stream.of("add", name, "--roles", roles, "--password-stdin"), Stream.of(more))
            .toArray(String[]::new);
    assertThat(run(all)).as("%s", err).isZero();
  }

  private static Settings settings() {
    return ProcessEnvironment.settings().sandbox().settings();
  }

  private static void makeLedger() {
    inLedger(Ledger::nodeName);
  }

  private static <T> T inLedger(Function<Ledger, T> work) {
    Settings settings = settings();
    try (Ledger ledger =
        Ledger.run(Launch.address(settings), settings.kind().name(), ProcessEnvironment.clock())) {
      return work.apply(ledger);
    }
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    String[] all =
        Stream.of(Stream.of("users"), Stream.of(arguments), Stream.of("--sandbox"))
            .flatMap(each -> each)
            .toArray(String[]::new);
    return PayoutMain.commands(new PrintWriter(out, true), new PrintWriter(err, true)).execute(all);
  }
}

package payout.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointUriTest {

  @TempDir private Path folder;

  @Test
  void is_scheme_folder_and_options() {
    EndpointUri endpoint = of("file:/srv/in?include=pay-.*csv&autoCreate=false");

    assertThat(endpoint)
        .isEqualTo(
            EndpointUri.local("/srv/in", Map.of("include", "pay-.*csv", "autoCreate", "false")));
    assertThat(endpoint.toUri()).isEqualTo("file:/srv/in?include=pay-.*csv&autoCreate=false");
  }

  @ParameterizedTest
  @CsvSource({
    "file:inbox, inbox",
    "file://inbox, inbox",
    "file:/srv/in, /srv/in",
    "file:///srv/in/, /srv/in",
    "file:a%20b, a b",
    "file:a+b, a+b",
    "file:100%25, 100%",
    "file:付款, 付款",
  })
  void reads_folders_as_camel_does(String uri, String directory) {
    assertThat(of(uri).directory()).isEqualTo(directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/srv/a b", "/srv/100%", "/srv/a+b", "/srv/付款"})
  void writes_a_folder_so_that_it_reads_the_same(String directory) {
    EndpointUri endpoint = EndpointUri.local(directory, Map.of());

    assertThat(of(endpoint.toUri())).isEqualTo(endpoint);
    assertThat(endpoint.toUri()).doesNotContain(" ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inbox",
        ":x",
        "file:",
        "file:?a=b",
        "file:a?b",
        "file:%zz",
        "file:a?b=c+d",
        "file:a?b=1&b=2"
      })
  void refuses_what_is_no_endpoint(String uri) {
    assertThatThrownBy(() -> EndpointUri.parse(uri)).isInstanceOf(RefusedValueException.class);
  }

  @Test
  void takes_several_inboxes_relative_to_the_home() {
    TestHome home =
        TestHome.sound(folder)
            .with("payout.inbox.uri", "file:one  file:/srv/payout-two?include=a.*")
            .with("payout.outbox.uri", "file:out%20box?chmod=rw-r-----");

    Settings settings = home.production();

    Path root = home.home.root();
    assertThat(settings.inbox().endpoints())
        .extracting(EndpointUri::toUri)
        .containsExactly("file:" + root + "/one", "file:/srv/payout-two?include=a.*");
    assertThat(settings.inbox().endpoints())
        .extracting(EndpointUri::folder)
        .containsExactly(root.resolve("one"), Path.of("/srv/payout-two"));
    assertThat(settings.outbox().endpoint().toUri())
        .isEqualTo("file:" + root + "/out%20box?chmod=rw-r-----");
    assertThat(settings.outbox().endpoint().folder()).isEqualTo(root.resolve("out box"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          noop ~ taken again and again
          delete ~ no payout file is ever deleted
          move ~ taken files move to .done
          preMove ~ taken files move to .done
          moveFailed ~ taken files move to .done
          moveExisting ~ taken files move to .done
          idempotent ~ the ledger alone knows
          idempotentKey ~ the ledger alone knows
          idempotentRepository ~ the ledger alone knows
          inProgressRepository ~ the ledger alone knows
          readLock ~ payout.inbox.ready
          readLockMinAge ~ payout.inbox.ready
          exclusiveReadLockStrategy ~ payout.inbox.ready
          processStrategy ~ payout.inbox.ready
          doneFileName ~ payout.inbox.ready=done-file
          fileExist ~ appears whole, once
          tempPrefix ~ appears whole, once
          tempFileName ~ appears whole, once
          eagerDeleteTargetFile ~ appears whole, once
          keepLastModified ~ appears whole, once
          allowNullBody ~ appears whole, once
          appendChars ~ appears whole, once
          checksumFileAlgorithm ~ appears whole, once
          fileName ~ appears whole, once
          filter ~ use include or exclude
          filterFile ~ use include or exclude
          antInclude ~ use include or exclude
          antFilterCaseSensitive ~ use include or exclude
          recursive ~ the program's own
          flatten ~ the program's own
          includeHiddenFiles ~ the program's own
          charset ~ payout.inbox.charset
          localWorkDirectory ~ the program's own business
          streamDownload ~ the program's own business
          stepwise ~ the program's own business
          startingDirectoryMustExist ~ autoCreate=false
          delay ~ payout.inbox.poll-ms
          initialDelay ~ payout.inbox.poll-ms
          useFixedDelay ~ payout.inbox.poll-ms
          timeUnit ~ payout.inbox.poll-ms
          greedy ~ the program's own business
          repeatCount ~ the program's own business
          maxMessagesPerPoll ~ the program's own business
          eagerMaxMessagesPerPoll ~ the program's own business
          scheduler ~ the program's own business
          schedulerProperties ~ the program's own business
          scheduledExecutorService ~ the program's own business
          pollStrategy ~ the program's own business
          bridgeErrorHandler ~ the program's own business
          exceptionHandler ~ the program's own business
          NOOP ~ taken again and again
          neverHeardOf ~ allowed are
          """)
  void refuses_options_that_would_break_a_promise(String option, String reason) {
    for (String setting : List.of("payout.inbox.uri", "payout.outbox.uri")) {
      TestHome home = TestHome.sound(folder).with(setting, "file:box?" + option + "=x");

      assertThat(FaultSentencesTest.faults(home))
          .singleElement()
          .asString()
          .startsWith(setting + " is \"file:box?…\", but the option " + option + " is refused: ")
          .contains(reason);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          ftp://erp.example.com/in ~ only file: and sftp: are available
          inbox ~ it does not start with file: or sftp:
          file:{{env:HOME}} ~ it must be written out
          file:${header.x} ~ it must be written out
          file:in?include=RAW(x) ~ it must be written out
          file:in?filter=#bean ~ it must be written out
          """)
  void refuses_what_it_cannot_see_through(String value, String reason) {
    TestHome home = TestHome.sound(folder).with("payout.inbox.uri", value);

    assertThat(FaultSentencesTest.faults(home)).singleElement().asString().contains(reason);
  }

  private static EndpointUri of(String uri) {
    try {
      return EndpointUri.parse(uri);
    } catch (RefusedValueException refused) {
      throw new AssertionError(refused);
    }
  }
}

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
  void refuses_what_is_not_an_endpoint(String uri) {
    assertThatThrownBy(() -> EndpointUri.parse(uri)).isInstanceOf(RefusedValueException.class);
  }

  @Test
  void accepts_several_inboxes_relative_to_the_home() {
    TestHome home =
        TestHome.valid(folder)
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
          noop ~ read again and again
          delete ~ a file that was read moves to .done or .rejected
          move ~ taken files move to .done
          preMove ~ taken files move to .done
          moveFailed ~ taken files move to .done
          moveExisting ~ taken files move to .done
          idempotent ~ the ledger alone records
          idempotentKey ~ the ledger alone records
          idempotentRepository ~ the ledger alone records
          inProgressRepository ~ the ledger alone records
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
          recursive ~ belong to the program
          flatten ~ belong to the program
          includeHiddenFiles ~ belong to the program
          charset ~ payout.inbox.charset
          localWorkDirectory ~ the program decides
          streamDownload ~ the program decides
          stepwise ~ the program decides
          startingDirectoryMustExist ~ autoCreate=false
          delay ~ payout.inbox.poll-ms
          initialDelay ~ payout.inbox.poll-ms
          useFixedDelay ~ payout.inbox.poll-ms
          timeUnit ~ payout.inbox.poll-ms
          greedy ~ the program decides
          repeatCount ~ the program decides
          maxMessagesPerPoll ~ the program decides
          eagerMaxMessagesPerPoll ~ the program decides
          scheduler ~ the program decides
          schedulerProperties ~ the program decides
          scheduledExecutorService ~ the program decides
          pollStrategy ~ the program decides
          bridgeErrorHandler ~ the program decides
          exceptionHandler ~ the program decides
          NOOP ~ read again and again
          neverHeardOf ~ allowed are
          """)
  void refuses_options_that_would_break_a_promise(String option, String reason) {
    for (String setting : List.of("payout.inbox.uri", "payout.outbox.uri")) {
      TestHome home = TestHome.valid(folder).with(setting, "file:box?" + option + "=x");

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
          file:{{env:HOME}} ~ write it in full
          file:${header.x} ~ write it in full
          file:in?include=RAW(x) ~ write it in full
          file:in?filter=#bean ~ write it in full
          """)
  void refuses_values_that_hide_what_they_mean(String value, String reason) {
    TestHome home = TestHome.valid(folder).with("payout.inbox.uri", value);

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

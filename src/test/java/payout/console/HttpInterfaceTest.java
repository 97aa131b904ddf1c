package payout.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Sha256;
import payout.console.ApiCaller.Answer;
import payout.ledger.AuditLedger;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.Folders;
import payout.testing.OwnThread;
import payout.testing.PayoutFile;
import payout.testing.RawHttp;
import payout.testing.RunningService;
import payout.testing.TestPasswords;

/** The calls of programs, each with each status that its description names. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HttpInterfaceTest {

  private static final String NOBODY = "0".repeat(43);

  /** Both can happen to any call. */
  private static final Set<String> OF_ANY_CALL = Set.of("429", "503");

  @TempDir private static Path folder;

  private static RunningService service;
  private static Console console;
  private static ApiCaller api;
  private static String li;
  private static String chen;
  private static String wang;
  private static String viewer;
  private static int files;
  private static int begun;

  @BeforeAll
  static void start() {
    service =
        RunningService.in(folder)
            .with("PAYOUT_APPROVAL", "required")
            .with("PAYOUT_APPROVAL_APPROVERS", "chen li")
            .with("PAYOUT_INBOX_OWNER", "erp")
            .with("PAYOUT_FILE_BYTES_MAX", "300000")
            .with("PAYOUT_GATEWAY_RESEND_DELAY_MS", "60000")
            .with("PAYOUT_GATEWAY_RESEND_DELAY_MAX_MS", "3600000")
            .with("PAYOUT_GATEWAY_PAUSE_MS", "3600000")
            .start();
    UsersFile users = new UsersFile(service.settings().console().usersFile());
    String hash = TestPasswords.hash("open sesame");
    for (String name : List.of("li", "chen", "wang", "vera")) {
      users.put(new User(name, Set.of(Role.values()), hash, ""));
    }
    console = Console.start(service.settings(), service.ledger(), 0);
    api = new ApiCaller(console.port());
    li = token("li", Role.SUBMITTER, Role.APPROVER);
    chen = token("chen", Role.SUBMITTER, Role.APPROVER, Role.OPERATOR);
    wang = token("wang", Role.APPROVER);
    viewer = token("vera", Role.VIEWER);
  }

  @BeforeEach
  void count() {
    begun++;
  }

  @AfterEach
  void heal() {
    service.gateway().clearFaults();
  }

  @AfterAll
  static void stop() {
    console.close();
    service.close();
  }

  // ---- files in

  @Test
  void a_file_is_taken_once_and_the_same_again_is_the_same() {
    String name = nextName();
    String content = content(name, 3);

    Answer first = api.upload(li, name, content);
    Answer again = api.upload(li, name, content);
    Answer byAnother = api.upload(chen, name, content);

    assertThat(first.status()).isEqualTo(202);
    assertThat(again.status()).isEqualTo(200);
    assertThat(byAnother.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json()).isEqualTo(byAnother.json());
    assertThat(first.fields().keySet()).containsExactly("id", "sha256", "name");
    assertThat(first.json().get("name").asText()).isEqualTo(name);
    assertThat(first.json().get("sha256").asText()).isEqualTo(sha256(content));
    assertThat(first.header("Location")).isEqualTo("/api/v1/files/" + id(first));
    JsonNode file = api.get(viewer, "/files/" + id(first)).json();
    assertThat(file.get("submitted_by").asText()).isEqualTo("li");
    assertThat(file.get("id")).isEqualTo(first.json().get("id"));
  }

  @Test
  void other_bytes_under_the_name_of_a_file_that_is_not_decided_are_refused() {
    String name = nextName();
    Answer first = api.upload(li, name, content(name, 1));

    Answer other = api.upload(li, name, content(name, 2));

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.detail()).contains(name, "not decided");
    reject(first);
    assertThat(api.upload(li, name, content(name, 2)).status()).as("decided").isEqualTo(202);
  }

  @Test
  void the_bytes_of_a_rejected_file_may_come_again_as_another_file() {
    String name = nextName();
    Answer first = api.upload(li, name, "nonsense");
    awaitState(first, "REJECTED");

    Answer again = api.upload(li, name, "nonsense");

    assertThat(again.status()).isEqualTo(202);
    assertThat(id(again)).isNotEqualTo(id(first));
  }

  @Test
  void a_name_that_no_file_can_have_is_refused_with_a_sentence() {
    for (String name :
        List.of(
            "",
            ".hidden.csv",
            "~$pay.csv",
            "pay.tmp",
            "pay.DONE",
            "..%2Fx.csv",
            "a%2Fb.csv",
            "a%5Cb.csv",
            "a%00b.csv",
            "a%0Ab.csv",
            "pay%E2%80%AEvsc.csv",
            "x".repeat(151),
            "%FF")) {
      Answer answer = api.upload(li, name, "x");
      assertThat(answer.status()).as(name).isEqualTo(400);
      assertThat(answer.detail()).contains("No payout file can have the name");
    }
    assertThat(api.send("POST", li, "/files", BodyPublishers.ofString("x")).status())
        .isEqualTo(400);
  }

  @Test
  void a_file_over_the_limit_is_refused_whether_its_size_is_known_or_not() {
    byte[] large = new byte[300_001];

    Answer announced = api.upload(li, "large.csv", BodyPublishers.ofByteArray(large));
    Answer chunked =
        api.upload(
            li, "large.csv", BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large)));

    assertThat(announced.status()).isEqualTo(413);
    assertThat(chunked.status()).isEqualTo(413);
    assertThat(service.ledger().status().files("large.csv")).isEmpty();
    await().until(() -> Folders.names(uploads()).isEmpty());
  }

  @Test
  void an_upload_that_is_cut_off_leaves_nothing() throws Exception {
    URI address = URI.create("http://127.0.0.1:" + console.port() + "/api/v1/files");
    for (String kind : List.of("Content-Length: 200000", "Transfer-Encoding: chunked")) {
      try (RawHttp wire = RawHttp.to(address)) {
        wire.send(
            ("POST /api/v1/files?name=cut.csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + li
                    + "\r\n"
                    + kind
                    + "\r\n\r\n"
                    + (kind.startsWith("T") ? "186a0\r\n" : ""))
                .getBytes(StandardCharsets.US_ASCII));
        wire.send(new byte[100_000]);
        await().until(() -> Folders.names(uploads()).size() == 1);
      }
      await().until(() -> Folders.names(uploads()).isEmpty());
    }

    assertThat(service.ledger().status().files("cut.csv")).isEmpty();
  }

  @Test
  void a_slow_upload_holds_up_nobody_and_arrives() throws Exception {
    String name = nextName();
    byte[] content = content(name, 2).getBytes(StandardCharsets.UTF_8);
    List<RawHttp> slow = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      RawHttp wire = RawHttp.to(URI.create("http://127.0.0.1:" + console.port() + "/api/v1/files"));
      wire.send(
          ("POST /api/v1/files?name="
                  + name
                  + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                  + "Authorization: Bearer "
                  + li
                  + "\r\nContent-Length: "
                  + content.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      wire.send(new byte[] {content[0]});
      slow.add(wire);
    }

    assertThat(api.get(viewer, "/files").status()).isEqualTo(200);

    for (RawHttp wire : slow) {
      for (int i = 1; i < content.length; i++) {
        wire.send(new byte[] {content[i]});
      }
    }
    List<String> statuses = new ArrayList<>();
    for (RawHttp wire : slow) {
      statuses.add(wire.answer().substring(0, 12));
      wire.close();
    }
    assertThat(statuses).containsOnly("HTTP/1.1 202", "HTTP/1.1 200");
    assertThat(statuses).containsOnlyOnce("HTTP/1.1 202");
  }

  @Test
  void of_two_files_at_once_under_one_name_one_is_taken() {
    String name = nextName();

    List<Integer> statuses =
        Stream.of(1, 2, 3, 4)
            .map(
                lines ->
                    CompletableFuture.supplyAsync(
                        () -> api.upload(li, name, content(name, lines)).status(), OwnThread.EACH))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(statuses).containsOnlyOnce(202).filteredOn(status -> status == 409).hasSize(3);
    assertThat(service.ledger().status().files(name)).hasSize(1);
  }

  // ---- files out

  @Test
  void a_file_is_followed_from_its_submission_to_its_outputs() {
    String name = nextName();
    Answer submitted = api.upload(li, name, new PayoutFile(stem(name), 7).text());
    assertThat(api.get(li, "/files/" + id(submitted)).status()).as("at once").isEqualTo(200);
    JsonNode waiting = awaitState(submitted, "AWAITING_APPROVAL");
    assertThat(waiting.get("open_lines").asLong()).isEqualTo(7);

    assertThat(approve(chen, waiting).json().get("result").asText()).isEqualTo("DONE");

    JsonNode settled = awaitOutputs(submitted, 5);
    assertThat(settled.get("approved_by").asText()).isEqualTo("chen");
    assertThat(settled.get("paid_lines").asLong()).isEqualTo(6);
    assertThat(settled.get("failed_lines").asLong()).isEqualTo(1);
    assertThat(settled.get("open_lines").asLong()).isZero();
    assertThat(settled.get("paid_amount").asText()).isEqualTo("21.06");
    assertThat(settled.get("batches")).hasSize(1);
    List<String> names = new ArrayList<>();
    settled.get("outputs").forEach(each -> names.add(each.asText()));
    assertThat(names)
        .anyMatch(each -> each.endsWith(".ack.csv"))
        .anyMatch(each -> each.endsWith(".retry.csv"));
    for (String output : names) {
      Answer file = api.get(viewer, "/files/" + id(submitted) + "/outputs/" + output);
      assertThat(file.status()).isEqualTo(200);
      assertThat(file.text()).isEqualTo(Folders.text(service.outbox().resolve(output)));
    }
  }

  @Test
  void an_output_is_as_it_was_written_also_after_a_correction_and_when_it_was_fetched()
      throws Exception {
    String name = nextName();
    Answer submitted = api.upload(token("wang", Role.SUBMITTER), name, content(name, 2));
    approve(chen, awaitState(submitted, "AWAITING_APPROVAL"));
    JsonNode settled = awaitOutputs(submitted, 4);
    String result = stem(name) + "." + settled.get("sha256").asText().substring(0, 8);
    String path = "/files/" + id(submitted) + "/outputs/" + result + ".result.csv";
    String before = Folders.text(service.outbox().resolve(result + ".result.csv"));
    Files.delete(service.outbox().resolve(result + ".result.csv"));

    String settle =
        "/batches/" + settled.get("batches").get(0).get("batch_no").asText() + "/settle";
    String failed =
        "{'reason':'the bank said so','lines':1,'amount':'1.01','as':'failed','serials':['"
            + stem(name)
            + "-00001'],'correct':true,'early':true}";
    assertThat(api.post(chen, settle, failed).status()).as("one person").isEqualTo(202);
    assertThat(api.post(token("li", Role.OPERATOR), settle, failed).status()).isEqualTo(200);
    JsonNode now = awaitOutputs(submitted, 5);

    assertThat(now.get("paid_lines").asLong()).isEqualTo(1);
    assertThat(api.get(viewer, path).text()).isEqualTo(before).contains("PAID");
    assertThat(
            api.get(viewer, "/files/" + id(submitted) + "/outputs/" + result + ".correction-1.csv")
                .text())
        .isEqualTo(Folders.text(service.outbox().resolve(result + ".correction-1.csv")))
        .contains("FAILED");
  }

  @Test
  void what_a_program_submits_and_fetches_is_in_the_audit_trail() {
    Answer submitted = api.upload(li, nextName(), "nonsense");
    String output = awaitOutputs(submitted, 1).get("outputs").get(0).asText();
    api.get(viewer, "/files/" + id(submitted) + "/outputs/" + output);
    api.get(viewer, "/files/" + id(submitted) + "/outputs/x.csv");

    assertThat(
            service
                .ledger()
                .audit()
                .entries(AuditLedger.Filter.ALL.ofFile(Long.parseLong(id(submitted)))))
        .extracting(
            each -> each.who() + " " + each.kind() + " " + each.from() + " " + each.detail())
        .containsExactly(
            "vera DOWNLOADED Source[channel=API, address=127.0.0.1] " + output,
            "li SUBMITTED Source[channel=API, address=127.0.0.1] "
                + submitted.json().get("sha256").asText());
  }

  @Test
  void only_a_name_that_was_published_for_the_file_is_an_output() {
    Answer one = api.upload(li, nextName(), "nonsense");
    Answer other = api.upload(li, nextName(), "nonsense, too");
    String of = awaitOutputs(other, 2).get("outputs").get(0).asText();

    for (String name : List.of(of, "x.csv", "..%2F..%2Fconfig%2Fusers", "%2Fetc%2Fpasswd", "%00")) {
      assertThat(api.get(li, "/files/" + id(one) + "/outputs/" + name).status())
          .as(name)
          .isEqualTo(404);
    }
    assertThat(api.get(li, "/files/" + id(other) + "/outputs/" + of).status()).isEqualTo(200);
    assertThat(api.get("", "/files/" + id(other) + "/outputs/" + of).status()).isEqualTo(401);
  }

  @Test
  void files_are_listed_the_newest_first_a_page_at_a_time() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Answer answer = api.upload(li, nextName(), "nonsense " + i);
      awaitState(answer, "REJECTED");
      ids.add(0, id(answer));
    }

    Answer first = api.get(viewer, "/files?state=REJECTED&since=&after=&limit=2");
    Answer second =
        api.get(viewer, "/files?state=REJECTED&limit=1&after=" + first.json().get("next").asText());

    assertThat(ids(first)).containsExactly(ids.get(0), ids.get(1));
    assertThat(first.json().get("next").asText()).isEqualTo(ids.get(1));
    assertThat(ids(second)).containsExactly(ids.get(2));
    assertThat(ids(api.get(viewer, "/files?limit=1000"))).contains(ids.toArray(String[]::new));
    String at = first.json().get("files").get(0).get("received_at").asText();
    assertThat(ids(api.get(viewer, "/files?since=" + at))).contains(ids.get(0));
    assertThat(ids(api.get(viewer, "/files?since=" + at.replace("+", "%2B"))))
        .contains(ids.get(0))
        .doesNotContain(ids.get(2));
    assertThat(api.get(viewer, "/files?since=2999-01-01").json().get("files")).isEmpty();
    assertThat(api.get(viewer, "/files?since=2999-01-01").json().get("next").isNull()).isTrue();
    assertThat(api.get(viewer, "/files?after=999999999").json().get("files")).isEmpty();
    for (String query :
        List.of(
            "state=LOST",
            "since=yesterday",
            "since=2026-02-30",
            "limit=0",
            "limit=x",
            "limit=-1",
            "after=x",
            "since=2026-01-01T00:00:00")) {
      assertThat(api.get(viewer, "/files?" + query).status()).as(query).isEqualTo(400);
    }
  }

  @Test
  void a_file_of_no_such_id_is_not_found() {
    for (String id : List.of("0", "999999999", "x", "-1", "99999999999999999999", "1%2e0")) {
      assertThat(api.get(viewer, "/files/" + id).status()).as(id).isEqualTo(404);
      assertThat(api.get(viewer, "/files/" + id + "/outputs/x").status()).isEqualTo(404);
      assertThat(
              api.post(
                      chen,
                      "/files/" + id + "/approve",
                      "{'sha256':'" + "0".repeat(64) + "','lines':1,'amount':'1.00'}")
                  .status())
          .isEqualTo(404);
      assertThat(api.post(chen, "/files/" + id + "/reject", "{'reason':'no'}").status())
          .isEqualTo(404);
    }
  }

  // ---- payments

  @Test
  void a_payment_is_found_by_its_serial_its_batch_and_its_account() {
    String name = nextName();
    String serial = stem(name) + "-1";
    Answer submitted =
        api.upload(
            li,
            name,
            PayoutFile.of(
                serial + ",only." + stem(name) + "@example.com,王五,12.50,",
                stem(name) + "-2,13800000000,李四,1.00,"));
    approve(chen, awaitState(submitted, "AWAITING_APPROVAL"));
    String batchNo = awaitOutputs(submitted, 4).get("batches").get(0).get("batch_no").asText();

    Answer bySerial = api.get(viewer, "/payments?serial=" + serial);
    Answer byBatch = api.get(viewer, "/payments?batch_no=" + batchNo);
    Answer byAccount =
        api.post(viewer, "/payments/search", "{'account':'ONLY." + stem(name) + "@example.com'}");

    JsonNode payment = bySerial.json().get("payments").get(0);
    assertThat(payment.get("serial_no").asText()).isEqualTo(serial);
    assertThat(payment.get("state").asText()).isEqualTo("PAID");
    assertThat(payment.get("amount").asText()).isEqualTo("12.50");
    assertThat(payment.get("batch_no").asText()).isEqualTo(batchNo);
    assertThat(payment.get("gateway_serial").asText()).isNotEmpty();
    assertThat(payment.get("file_id").asText()).isEqualTo(id(submitted));
    assertThat(payment.get("sent_at").asText()).startsWith("20").endsWith("+08:00");
    assertThat(payment.get("finished_at").asText()).startsWith("20").endsWith("+08:00");
    assertThat(byBatch.json().get("payments")).hasSize(2);
    assertThat(byAccount.json().get("payments")).containsExactly(payment);
    assertThat(bySerial.text() + byBatch.text() + byAccount.text())
        .doesNotContain("only." + stem(name), "13800000000", "王五");
  }

  @Test
  void a_search_for_payments_says_by_what() {
    assertThat(api.get(viewer, "/payments?serial=nobody-has-it").json().get("payments")).isEmpty();
    assertThat(api.post(viewer, "/payments/search", "{'account':'x@y.z'}").status()).isEqualTo(200);
    for (String query : List.of("", "?serial=", "?serial=a&batch_no=b", "?serial=a&after=x")) {
      assertThat(api.get(viewer, "/payments" + query).status()).as(query).isEqualTo(400);
    }
    for (String body : List.of("", "{}", "{'account':''}", "{'account':1}", "{'serial':'x'}")) {
      assertThat(api.post(viewer, "/payments/search", body).status()).as(body).isEqualTo(400);
    }
    assertThat(api.post("", "/payments/search", "{'account':'x'}").status()).isEqualTo(401);
    assertThat(api.get("", "/payments?serial=x").status()).isEqualTo(401);
    String large = "{'account':'" + "x".repeat(2_000_000) + "'}";
    assertThat(api.post(viewer, "/payments/search", large).status()).isEqualTo(413);
  }

  // ---- approval

  @Test
  void an_approval_names_what_it_approves_and_is_refused_when_that_differs() {
    Answer submitted = api.upload(li, nextName(), content(nextName(), 2));
    JsonNode file = awaitState(submitted, "AWAITING_APPROVAL");
    String path = "/files/" + id(submitted) + "/approve";
    String sha256 = file.get("sha256").asText();

    for (String changed :
        List.of(
            approval("0".repeat(64), 2, "3.02"),
            approval(sha256, 3, "3.02"),
            approval(sha256, 2, "3.03"))) {
      assertThat(api.post(chen, path, changed).status()).as(changed).isEqualTo(409);
    }
    String right = approval(sha256, 2, "3.02");
    assertThat(api.post(li, path, right).status()).as("own file").isEqualTo(403);
    assertThat(api.post(wang, path, right).status()).as("no approver").isEqualTo(403);
    assertThat(api.post(viewer, path, right).status()).as("no role").isEqualTo(403);
    assertThat(api.post("", path, right).status()).isEqualTo(401);
    assertThat(api.post(NOBODY, path, right).status()).isEqualTo(401);
    assertThat(api.post(li, "/files/" + id(submitted) + "/reject", "{'reason':'mine'}").status())
        .isEqualTo(403);
    Answer dry = api.post(chen, path, right.replace("}", ",'dry_run':true}"));
    assertThat(dry.json().get("result").asText()).isEqualTo("DRY_RUN");
    awaitState(submitted, "AWAITING_APPROVAL");

    assertThat(api.post(chen, path, right).status()).isEqualTo(200);
    assertThat(api.post(chen, path, right).status()).as("not waiting").isEqualTo(409);
    assertThat(api.post(chen, "/files/" + id(submitted) + "/reject", "{'reason':'late'}").status())
        .isEqualTo(409);
  }

  @Test
  void a_key_makes_an_approval_happen_once() {
    Answer submitted = api.upload(li, nextName(), content(nextName(), 1));
    JsonNode file = awaitState(submitted, "AWAITING_APPROVAL");
    String path = "/files/" + id(submitted) + "/approve";
    String body = approval(file.get("sha256").asText(), 1, "1.01").replace('\'', '"');

    Answer first = api.send("POST", chen, path, BodyPublishers.ofString(body), key("approve-1"));
    Answer again = api.send("POST", chen, path, BodyPublishers.ofString(body), key("approve-1"));
    Answer other = api.send("POST", chen, path, BodyPublishers.ofString(body), key("approve-2"));

    assertThat(first.status()).isEqualTo(200);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(other.status()).isEqualTo(409);
    assertThat(
            api.send("POST", chen, path, BodyPublishers.ofString(body), key("x".repeat(256)))
                .status())
        .isEqualTo(400);
  }

  @Test
  void a_file_of_an_inbox_is_approved_by_anybody_but_its_owner() {
    String name = nextName();
    service.drop(name, content(name, 1));
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                service.ledger().status().files(name).stream()
                    .anyMatch(file -> file.state().isWaiting()));
    String id = "" + service.ledger().status().files(name).get(0).id();

    assertThat(approve(li, api.get(li, "/files/" + id).json()).status()).isEqualTo(200);
  }

  @Test
  void a_body_that_is_not_exactly_understood_is_refused() {
    Answer submitted = api.upload(li, nextName(), content(nextName(), 1));
    JsonNode file = awaitState(submitted, "AWAITING_APPROVAL");
    String sha256 = file.get("sha256").asText();
    String path = "/files/" + id(submitted) + "/approve";
    for (String body :
        List.of(
            "",
            "null",
            "[]",
            "1",
            "{",
            "{}",
            "{'sha256':'" + sha256 + "','lines':1}",
            "{'sha256':'" + sha256 + "','amount':'1.01'}",
            approval("0", 1, "1.01"),
            approval(sha256, 1, "1.011"),
            approval(sha256, 1, "1,01"),
            approval(sha256, 1, "-1.01"),
            approval(sha256, 1, ""),
            approval(sha256, 1, "1.01").replace("'1.01'", "1.0100000000000001"),
            approval(sha256, 1, "1.01").replace("'1.01'", "1e400"),
            approval(sha256, 1, "1.01").replace("'1.01'", "[1.01]"),
            approval(sha256, 1, "1.01").replace("'lines':1", "'lines':'1'"),
            approval(sha256, 1, "1.01").replace("'lines':1", "'lines':1.5"),
            approval(sha256, 1, "1.01").replace("'lines':1", "'lines':-1"),
            approval(sha256, 1, "1.01").replace("'lines':1", "'lines':1,'lines':1"),
            approval(sha256, 1, "1.01").replace("}", ",'amout':'1.01'}"),
            approval(sha256, 1, "1.01").replace("}", ",'dry_run':'yes'}"),
            approval(sha256, 1, "1.01") + "{}",
            "{'a':".repeat(2000) + "1" + "}".repeat(2000))) {
      assertThat(api.post(chen, path, body).status()).as(body).isEqualTo(400);
    }
    assertThat(
            api.send("POST", chen, path, BodyPublishers.ofByteArray(new byte[] {'{', (byte) 0xff}))
                .status())
        .as("no UTF-8")
        .isEqualTo(400);
    assertThat(api.post(chen, path, " ".repeat(1_100_000)).status()).isEqualTo(413);
    awaitState(submitted, "AWAITING_APPROVAL");

    assertThat(api.post(chen, path, approval(sha256, 1, "1.01").replace("'1.01'", "1.01")).status())
        .as("a number that is exact")
        .isEqualTo(200);
  }

  // ---- batches

  @Test
  void a_batch_is_held_released_sent_again_and_settled_as_by_the_commands() {
    service.gateway().fault(Fault.of(FaultKind.HTML).withoutTaking().always());
    Answer submitted =
        api.upload(token("wang", Role.SUBMITTER), nextName(), content(nextName(), 2));
    approve(chen, awaitState(submitted, "AWAITING_APPROVAL"));
    String batchNo = awaitBatch(submitted, "UNKNOWN");
    String batch = "/batches/" + batchNo;
    String body = "{'reason':'asked the gateway','lines':2,'amount':'3.02'}";

    for (String act : List.of("/hold", "/release", "/resend", "/settle")) {
      String more = act.equals("/settle") ? body.replace("}", ",'as':'paid','all':true}") : body;
      assertThat(api.post("", batch + act, more).status()).isEqualTo(401);
      assertThat(api.post(li, batch + act, more).status()).isEqualTo(403);
      assertThat(api.post(chen, "/batches/20990101ABC" + act, more).status()).isEqualTo(404);
      assertThat(api.post(chen, "/batches/..%2F1" + act, more).status()).isEqualTo(404);
      assertThat(api.post(chen, batch + act, more.replace("asked the gateway", "--")).status())
          .as("a reason without a letter")
          .isEqualTo(400);
      assertThat(api.post(chen, batch + act, "{'reason':'x'}").status()).isEqualTo(400);
      assertThat(api.post(chen, batch + act, " ".repeat(1_100_000)).status()).isEqualTo(413);
    }
    assertThat(api.post(chen, batch + "/hold", body.replace(":2", ":3")).status()).isEqualTo(409);
    assertThat(api.post(chen, batch + "/release", body).status()).as("not held").isEqualTo(409);
    assertThat(api.post(chen, batch + "/resend", body.replace("3.02", "3.01")).status())
        .isEqualTo(409);
    assertThat(attempts(submitted)).isEqualTo(1);

    Answer resent = api.post(chen, batch + "/resend", body);
    assertThat(resent.status()).as("%s", resent).isEqualTo(200);
    await().atMost(RunningService.PATIENCE).until(() -> attempts(submitted) == 2);
    awaitBatch(submitted, "UNKNOWN");
    assertThat(api.post(chen, batch + "/hold", body).status()).isEqualTo(200);
    awaitBatch(submitted, "HELD");
    assertThat(api.post(chen, batch + "/resend", body).status()).isEqualTo(409);
    assertThat(api.post(chen, batch + "/release", body).status()).isEqualTo(200);
    assertThat(awaitBatch(submitted, "UNKNOWN")).isEqualTo(batchNo);
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> api.post(chen, batch + "/hold", body).status() == 200);

    settleTheHeld(submitted, batch);
  }

  private void settleTheHeld(Answer submitted, String batch) {
    String serial = serials(submitted).get(0);
    for (String wrong :
        List.of(
            "'as':'paid'",
            "'as':'paid','all':true,'serials':['x']",
            "'as':'perhaps','all':true",
            "'as':'paid','serials':[]",
            "'as':'paid','all':true,'early':true",
            "'as':'paid','all':true,'correct':true",
            "'all':true")) {
      assertThat(
              api.post(
                      chen,
                      batch + "/settle",
                      "{'reason':'r','lines':2,'amount':'3.02'," + wrong + "}")
                  .status())
          .as(wrong)
          .isEqualTo(400);
    }
    String first = "{'reason':'r','lines':1,'amount':'1.01','as':'paid','serials':['%s']}";
    assertThat(api.post(chen, batch + "/settle", first.formatted("nobody")).status())
        .isEqualTo(404);
    assertThat(
            api.post(chen, batch + "/settle", first.formatted(serial).replace("1.01", "2.01"))
                .status())
        .isEqualTo(409);
    assertThat(api.post(chen, batch + "/settle", first.formatted(serial)).status()).isEqualTo(200);
    String rest = "{'reason':'r','lines':%s,'amount':'2.01','as':'%s','all':true%s}";
    assertThat(api.post(chen, batch + "/settle", rest.formatted(2, "paid", "")).status())
        .isEqualTo(409);
    Answer proposed =
        api.post(chen, batch + "/settle", rest.formatted(1, "failed", ",'early':true"));
    assertThat(proposed.status()).isEqualTo(202);
    assertThat(proposed.json().get("result").asText()).isEqualTo("PROPOSED");
    assertThat(api.post(chen, batch + "/settle", rest.formatted(1, "paid", "")).status())
        .isEqualTo(200);
    assertThat(awaitState(submitted, "SETTLED").get("paid_lines").asLong()).isEqualTo(2);
  }

  @Test
  void sending_that_stands_still_is_resumed() {
    assertThat(api.post(chen, "/resume", "").status()).as("nothing to resume").isEqualTo(409);
    service.gateway().fault(Fault.of(FaultKind.REFUSE).code("NOT_ENOUGH_AMOUNT").always());
    Answer submitted = api.upload(li, nextName(), content(nextName(), 1));
    approve(chen, awaitState(submitted, "AWAITING_APPROVAL"));
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                service.ledger().status().pause(service.settings().payer().partner()).isPresent());
    service.gateway().clearFaults();

    assertThat(api.post("", "/resume", "").status()).isEqualTo(401);
    assertThat(api.post(li, "/resume", "").status()).isEqualTo(403);
    assertThat(api.post(chen, "/resume", "{'lines':1}").status()).isEqualTo(400);
    assertThat(api.post(chen, "/resume", "{'lines':77,'amount':'1.00'}").status()).isEqualTo(409);
    assertThat(api.post(chen, "/resume", " ".repeat(1_100_000)).status()).isEqualTo(413);
    assertThat(api.post(chen, "/resume", "{'reason':'topped up'}").status()).isEqualTo(200);

    awaitState(submitted, "SETTLED");
  }

  // ---- every call

  @Test
  void without_a_valid_token_nothing_is_answered() {
    for (String path : List.of("/files", "/files/1", "/files/1/outputs/x")) {
      assertThat(api.get("", path).status()).isEqualTo(401);
      Answer answer = api.get(NOBODY, path);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
    assertThat(api.upload("", "a.csv", "x".repeat(200_000)).status()).isEqualTo(401);
    assertThat(api.upload(viewer, "a.csv", "x".repeat(200_000)).status()).isEqualTo(403);
    assertThat(api.post("", "/files/1/reject", "{'reason':'x'}").status()).isEqualTo(401);
    assertThat(api.post(chen, "/files/1/reject", "{}").status()).isEqualTo(400);
    assertThat(api.post(chen, "/files/1/reject", " ".repeat(1_100_000)).status()).isEqualTo(413);
  }

  @Test
  void an_unknown_address_and_another_method_are_told_apart() {
    assertThat(api.get(viewer, "/nothing").status()).isEqualTo(404);
    assertThat(api.get(viewer, "").status()).isEqualTo(404);
    Answer delete = api.send("DELETE", viewer, "/files/1", BodyPublishers.noBody());
    assertThat(delete.status()).isEqualTo(405);
    assertThat(delete.header("Allow")).isEqualTo("GET");
    Answer put = api.send("PUT", viewer, "/files", BodyPublishers.ofString("x".repeat(100_000)));
    assertThat(put.status()).isEqualTo(405);
    assertThat(put.header("Allow")).isEqualTo("GET, POST");
    assertThat(api.get(viewer, "/batches/1/hold").header("Allow")).isEqualTo("POST");
  }

  @Test
  void a_token_that_calls_too_often_is_told_to_wait() {
    String busy = token("vera", Role.VIEWER);

    Answer late = null;
    for (int i = 0; i < 5_000 && (late == null || late.status() == 200); i++) {
      late = api.get(busy, "/payments?serial=x");
    }

    assertThat(late.status()).isEqualTo(429);
    assertThat(late.header("Retry-After")).isEqualTo("1");
    assertThat(api.get(viewer, "/payments?serial=x").status()).as("another one").isEqualTo(200);
  }

  @Test
  void while_the_users_cannot_be_read_every_call_is_asked_to_try_again() throws Exception {
    Path users = service.settings().console().usersFile();
    Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(users, Files.readString(users) + "\n");
    try {
      Answer answer = api.get(viewer, "/files");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
    } finally {
      Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r-----"));
    }
    assertThat(api.get(viewer, "/files").status()).isEqualTo(200);
  }

  @Test
  void tokens_perform_no_act_where_a_second_factor_is_required() {
    CallActs acts = new CallActs(true);

    assertThatThrownBy(() -> acts.perform(null, visit -> Reply.text(200, "text/plain", "done")))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.status()).isEqualTo(403));
  }

  // ---- the description

  @Test
  void the_description_has_every_call_and_no_other() {
    Set<String> served = new TreeSet<>();
    console.endpoints().stream()
        .filter(each -> each.path().startsWith("/api/"))
        .map(
            each ->
                each.method()
                    + " "
                    + each.path().replaceFirst("^/api/v1", "").replaceAll(":(\\w+)", "{$1}"))
        .forEach(served::add);

    assertThat(OpenApi.load().operations().keySet()).isEqualTo(served);
  }

  @Test
  void the_description_says_which_role_a_call_takes() {
    OpenApi description = OpenApi.load();
    console.endpoints().stream()
        .filter(each -> each.path().startsWith("/api/"))
        .filter(each -> each.role().filter(role -> role != Role.VIEWER).isPresent())
        .forEach(
            each ->
                assertThat(
                        description
                            .operations()
                            .get(
                                each.method()
                                    + " "
                                    + each.path()
                                        .replaceFirst("^/api/v1", "")
                                        .replaceAll(":(\\w+)", "{$1}"))
                            .path("description")
                            .asText())
                    .as("%s", each)
                    .contains("Takes the role " + each.role().orElseThrow().word()));
  }

  /** Every block of the page that is a shell's, one after the other, as one script. */
  @Test
  void the_examples_of_the_page_work() throws Exception {
    String page = Files.readString(Path.of("docs/http-interface.md"));
    StringBuilder script = new StringBuilder("set -e\n");
    Matcher block = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL).matcher(page);
    while (block.find()) {
      script.append(block.group(1).replace("@samples", "@" + Path.of("samples").toAbsolutePath()));
    }
    assumeTrue(hasCurl(), "There is no curl here, so the examples of the page were not run.");
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-c", script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    shell.environment().put("API", "http://127.0.0.1:" + console.port() + "/api/v1");
    shell.environment().put("LI", li);
    shell.environment().put("CHEN", chen);

    Path output = folder.resolve("examples.txt");
    Process process = shell.redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(output);

    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said)
        .contains("\"result\":\"DONE\"", "SMALL-0001,zhang.san@example.com,张三,0.01,工资,PAID")
        .contains("\"serial_no\":\"SMALL-0003\"", "\"status\":409");
  }

  private static boolean hasCurl() throws Exception {
    Process look = new ProcessBuilder("sh", "-c", "command -v curl").start();
    return look.waitFor() == 0;
  }

  @Test
  void anybody_may_read_the_description() throws Exception {
    Answer answer = api.get("", "/openapi.yaml");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).startsWith("openapi: 3.1.0");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  /** The last one: it looks at what the others were answered. */
  @Test
  @Order(Integer.MAX_VALUE)
  void every_status_that_is_described_was_answered() {
    long tests =
        Stream.of(HttpInterfaceTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .count();
    assumeTrue(begun == tests, "Only some of the tests ran, so not every status was answered.");
    Set<String> described = new TreeSet<>();
    OpenApi.load()
        .operations()
        .forEach(
            (operation, node) ->
                node.path("responses")
                    .fieldNames()
                    .forEachRemaining(
                        status -> {
                          if (!OF_ANY_CALL.contains(status)) {
                            described.add(operation + " " + status);
                          }
                        }));

    assertThat(api.seen()).containsAll(described);
  }

  // ---- what the tests share

  private static String sha256(String content) {
    return HexFormat.of()
        .formatHex(Sha256.newDigest().digest(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static String[] key(String value) {
    return new String[] {"Idempotency-Key", value};
  }

  private static String token(String user, Role... roles) {
    return ApiCaller.token(service.ledger().tokens(), user, roles);
  }

  private static Path uploads() {
    return service.home().resolve("data/work/uploads");
  }

  private static synchronized String nextName() {
    files++;
    return "f" + files + ".csv";
  }

  private static String stem(String name) {
    return name.replace(".csv", "");
  }

  private static String content(String name, int lines) {
    return PayoutFile.lines(stem(name), lines);
  }

  private static String id(Answer submitted) {
    return submitted.json().get("id").asText();
  }

  private static List<String> ids(Answer list) {
    List<String> ids = new ArrayList<>();
    list.json().get("files").forEach(each -> ids.add(each.get("id").asText()));
    return ids;
  }

  private static String approval(String sha256, int lines, String amount) {
    return "{'sha256':'" + sha256 + "','lines':" + lines + ",'amount':'" + amount + "'}";
  }

  private static Answer approve(String token, JsonNode file) {
    Answer answer =
        api.post(
            token,
            "/files/" + file.get("id").asText() + "/approve",
            approval(
                file.get("sha256").asText(),
                file.get("lines").asInt(),
                file.get("amount").asText()));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer;
  }

  private static void reject(Answer submitted) {
    awaitState(submitted, "AWAITING_APPROVAL");
    assertThat(api.post(chen, "/files/" + id(submitted) + "/reject", "{'reason':'wrong'}").status())
        .isEqualTo(200);
  }

  private static JsonNode awaitState(Answer submitted, String state) {
    return await("file " + id(submitted) + " " + state)
        .atMost(RunningService.PATIENCE)
        .until(
            () -> api.get(li, "/files/" + id(submitted)).json(),
            file -> file.get("state").asText().equals(state));
  }

  private static JsonNode awaitOutputs(Answer submitted, int count) {
    return await("outputs of file " + id(submitted))
        .atMost(RunningService.PATIENCE)
        .until(
            () -> api.get(li, "/files/" + id(submitted)).json(),
            file -> file.get("outputs").size() >= count);
  }

  private static String awaitBatch(Answer submitted, String state) {
    return await("the batch of file " + id(submitted) + " " + state)
        .atMost(RunningService.PATIENCE)
        .until(
            () -> api.get(li, "/files/" + id(submitted)).json().get("batches"),
            batches -> batches.size() == 1 && batches.get(0).get("state").asText().equals(state))
        .get(0)
        .get("batch_no")
        .asText();
  }

  private static int attempts(Answer submitted) {
    return api.get(li, "/files/" + id(submitted))
        .json()
        .get("batches")
        .get(0)
        .get("attempts")
        .asInt();
  }

  private static List<String> serials(Answer submitted) {
    String batchNo =
        api.get(li, "/files/" + id(submitted))
            .json()
            .get("batches")
            .get(0)
            .get("batch_no")
            .asText();
    List<String> serials = new ArrayList<>();
    api.get(li, "/payments?batch_no=" + batchNo)
        .json()
        .get("payments")
        .forEach(each -> serials.add(each.get("serial_no").asText()));
    return serials;
  }
}

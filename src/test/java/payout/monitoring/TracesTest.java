package payout.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.FakeGateway;
import payout.testing.FreePort;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** One trace a file and one a batch, with their numbers and nothing of a payee. */
class TracesTest {

  @TempDir private Path folder;

  @Test
  void a_file_and_a_batch_have_a_trace_each_with_their_numbers_alone() {
    try (OtlpSink sink = OtlpSink.start();
        RunningService service = traced(sink.address()).start()) {
      service.drop("traced.csv", PayoutFile.of("TR-1,marked.payee@example.com,标记名,12.34,标记附言"));
      service.awaitResult("traced");
      long fileId = service.ledger().status().files("traced.csv").get(0).id();
      String batchNo = service.ledger().status().batches(fileId).get(0).batchNo();
      Map<String, OtlpSink.Span> spans =
          await()
              .atMost(RunningService.PATIENCE)
              .until(() -> byName(sink), found -> found.size() == 3);

      OtlpSink.Span file = spans.get("file");
      OtlpSink.Span batch = spans.get("batch");
      OtlpSink.Span post = spans.get("post");
      assertThat(file.attributes()).isEqualTo(Map.of("payout.file_id", Long.toString(fileId)));
      assertThat(batch.attributes())
          .isEqualTo(
              Map.of(
                  "payout.file_id",
                  Long.toString(fileId),
                  "payout.batch_no",
                  batchNo,
                  "payout.attempt",
                  "1"));
      assertThat(post.attributes()).isEmpty();
      assertThat(post.traceId()).isEqualTo(batch.traceId()).isNotEqualTo(file.traceId());
      assertThat(post.parentId()).isEqualTo(batch.id());
      assertThat(batch.parentId()).isEmpty();
      assertThat(file.parentId()).isEmpty();
      assertThat(sink.bytes())
          .contains("payout.batch_no", batchNo, "service.name")
          .doesNotContain(
              "marked",
              "标记",
              "TR-1",
              "traced.csv",
              "12.34",
              "2088",
              "127.0.0.1",
              folder.toString());
    }
  }

  @Test
  void all_posts_of_a_batch_are_one_trace() {
    try (OtlpSink sink = OtlpSink.start();
        RunningService service =
            traced(sink.address()).with("PAYOUT_GATEWAY_RESEND_DELAY_MS", "200").start()) {
      service.gateway().fault(Fault.of(FaultKind.CLOSE));
      service.gateway().fault(Fault.of(FaultKind.NOTIFY_NEVER));
      service.drop("again.csv", PayoutFile.of("AG-1,a@example.com,张三,1.00,"));
      service.awaitTaken("again");
      List<OtlpSink.Span> batches =
          await()
              .atMost(RunningService.PATIENCE)
              .until(
                  () -> sink.spans().stream().filter(each -> each.name().equals("batch")).toList(),
                  found -> found.size() == 2);

      assertThat(batches.stream().map(OtlpSink.Span::traceId).distinct()).hasSize(1);
      assertThat(batches.stream().map(each -> each.attributes().get("payout.attempt")))
          .containsExactlyInAnyOrder("1", "2");
    }
  }

  @Test
  void the_gateway_is_told_of_no_trace() {
    try (OtlpSink sink = OtlpSink.start();
        FakeGateway gateway = new FakeGateway();
        RunningService service =
            traced(sink.address()).with("PAYOUT_GATEWAY_URL", gateway.url().toString()).start()) {
      service.drop("g.csv", PayoutFile.of("G-1,a@example.com,张三,1.00,"));
      service.awaitTaken("g");

      assertThat(gateway.posts()).singleElement();
      assertThat(gateway.posts().get(0).headers().keySet())
          .noneMatch(name -> name.contains("trace") || name.contains("camel"));
    }
  }

  @Test
  void a_collector_that_is_away_or_silent_holds_up_nothing() throws Exception {
    for (String address :
        List.of("http://127.0.0.1:" + FreePort.next() + "/v1/traces", OtlpSink.silent())) {
      Path home = folder.resolve("h" + address.hashCode());
      long start = System.nanoTime();
      try (RunningService service =
          RunningService.in(home).with("PAYOUT_TRACING_ENDPOINT", address).start()) {
        for (int i = 0; i < 5; i++) {
          service.drop("s" + i + ".csv", PayoutFile.of("S-" + i + ",a@example.com,张三,1.00,"));
        }
        for (int i = 0; i < 5; i++) {
          service.awaitResult("s" + i);
        }
      }
      assertThat(System.nanoTime() - start).as(address).isLessThan(150_000_000_000L);
    }
  }

  private RunningService.Builder traced(String address) {
    return RunningService.in(folder).with("PAYOUT_TRACING_ENDPOINT", address);
  }

  private static Map<String, OtlpSink.Span> byName(OtlpSink sink) {
    return sink.spans().stream()
        .collect(Collectors.toMap(OtlpSink.Span::name, each -> each, (first, second) -> first));
  }
}

package payout.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFaultsTest {
  private static final String TAKEN =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
          + "<alipay><is_success>T</is_success><error>SUCCESS</error></alipay>";

  private static GatewaySimulator gateway;
  private static Merchant merchant;

  private final String batchNo = Merchant.newBatchNo();
  private final Map<String, String> request = merchant.request(batchNo, "");

  @BeforeAll
  static void start() {
    gateway = GatewaySimulator.start(SimulatorConfig.sandbox(Merchant.HOME, SignType.MD5));
    merchant = new Merchant(gateway, SignType.MD5, "utf-8");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void clear() {
    gateway.clearFaults();
  }

  @Test
  void answers_in_the_form_of_the_document_without_a_fault() throws Exception {
    assertThat(merchant.post(request)).isEqualTo(TAKEN);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE", "RESET", "HOLD", "CUT_CONNECTION"})
  void takes_the_batch_but_loses_the_answer(FaultKind kind) {
    gateway.fault(Fault.of(kind).millis(100));

    assertThatThrownBy(() -> merchant.send(request)).isInstanceOf(IOException.class);

    assertThat(gateway.book().batch(batchNo)).isPresent();
    assertThat(gateway.book().postsOf(batchNo))
        .singleElement()
        .satisfies(post -> assertThat(post.fault()).isEqualTo(kind.name()))
        .satisfies(post -> assertThat(post.verdict()).isEqualTo("T"));
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE", "RESET"})
  void loses_the_post_and_the_answer(FaultKind kind) throws Exception {
    gateway.fault(Fault.of(kind).withoutTaking());

    assertThatThrownBy(() -> merchant.send(request)).isInstanceOf(IOException.class);

    assertThat(gateway.book().batch(batchNo)).isEmpty();
    assertThat(merchant.post(request)).isEqualTo(TAKEN);
    assertThat(gateway.book().postsOf(batchNo)).hasSize(2);
  }

  @Test
  void a_reset_is_a_reset() {
    gateway.fault(Fault.of(FaultKind.RESET));

    assertThatThrownBy(() -> merchant.send(request)).hasRootCauseMessage("Connection reset");
  }

  @Test
  void a_close_is_not_a_reset() {
    gateway.fault(Fault.of(FaultKind.CLOSE));

    assertThatThrownBy(() -> merchant.send(request)).hasRootCauseInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 403, 429, 500, 503})
  void answers_a_status_after_taking(int status) throws Exception {
    gateway.fault(Fault.of(FaultKind.STATUS).status(status));

    assertThat(merchant.send(request).statusCode()).isEqualTo(status);
    assertThat(gateway.book().batch(batchNo)).isPresent();
  }

  @Test
  void answers_a_status_without_taking() throws Exception {
    gateway.fault(Fault.of(FaultKind.STATUS).status(503).withoutTaking());

    assertThat(merchant.send(request).statusCode()).isEqualTo(503);
    assertThat(gateway.book().batch(batchNo)).isEmpty();
  }

  @Test
  void cuts_the_xml_in_half() throws Exception {
    gateway.fault(Fault.of(FaultKind.CUT));

    assertThat(TAKEN).startsWith(merchant.post(request)).doesNotContain("/is_success><br");
  }

  @Test
  void answers_an_html_page_and_an_empty_body() throws Exception {
    gateway.fault(Fault.of(FaultKind.HTML));
    gateway.fault(Fault.of(FaultKind.EMPTY));

    assertThat(merchant.post(request)).startsWith("<!DOCTYPE html>");
    assertThat(merchant.post(request)).isEmpty();
  }

  @Test
  void breaks_the_xml() throws Exception {
    gateway.fault(Fault.of(FaultKind.DOUBLE_SUCCESS));
    gateway.fault(Fault.of(FaultKind.NO_SUCCESS));
    gateway.fault(Fault.of(FaultKind.DOCTYPE));

    assertThat(merchant.post(request)).contains("<is_success>F<", "<is_success>T<");
    assertThat(merchant.post(request)).doesNotContain("is_success").contains("SUCCESS");
    assertThat(merchant.post(request)).contains("?><!DOCTYPE alipay><alipay>");
  }

  @Test
  void answers_in_another_charset_than_it_declares() throws Exception {
    gateway.fault(Fault.of(FaultKind.WRONG_CHARSET));

    HttpResponse<byte[]> answer = merchant.send(request);

    assertThat(Merchant.text(answer)).contains("encoding=\"utf-8\"", "<is_success>T<");
    assertThatThrownBy(
            () -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answer.body())))
        .isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void answers_ten_megabytes() throws Exception {
    gateway.fault(Fault.of(FaultKind.HUGE));

    assertThat(merchant.send(request).body()).hasSizeGreaterThan(10_000_000);
  }

  @Test
  void sends_slowly_and_late() throws Exception {
    gateway.fault(Fault.of(FaultKind.DRIP).millis(2));
    gateway.fault(Fault.of(FaultKind.DELAY).millis(200));
    Instant start = Instant.now();

    assertThat(merchant.post(request)).isEqualTo(TAKEN);

    assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(400));
  }

  @Test
  void answers_refused_after_taking_and_without_looking() throws Exception {
    gateway.fault(Fault.of(FaultKind.REFUSE).code("NEVER_LISTED").withoutTaking());
    gateway.fault(Fault.of(FaultKind.REFUSE).code("NOT_ENOUGH_AMOUNT"));

    assertThat(merchant.post(request)).contains(">F<", ">NEVER_LISTED<");
    assertThat(gateway.book().batch(batchNo)).isEmpty();
    assertThat(merchant.post(request)).contains(">F<", ">NOT_ENOUGH_AMOUNT<");
    assertThat(gateway.book().batch(batchNo)).isPresent();
    assertThat(merchant.post(request)).contains(">BATCH_NO_NOT_UNIQUE<");
  }

  @Test
  void a_fault_happens_as_often_as_set_or_until_it_is_cleared() throws Exception {
    gateway.fault(Fault.of(FaultKind.EMPTY).times(2).withoutTaking());
    assertThat(merchant.post(request)).isEmpty();
    assertThat(merchant.post(request)).isEmpty();
    gateway.fault(Fault.of(FaultKind.HTML).always().withoutTaking());
    assertThat(merchant.post(request)).contains("html");
    assertThat(merchant.post(request)).contains("html");

    gateway.clearFaults(FaultKind.HTML);

    assertThat(merchant.post(request)).isEqualTo(TAKEN);
  }
}

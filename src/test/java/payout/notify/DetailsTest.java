package payout.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;

class DetailsTest {

  private static final String PAID = "1^a@b.cn^张三^178.00^S^^20150731000000001^20150731100000";

  static List<JsonNode> vectors() {
    return Vectors.details();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reads_recorded_details(JsonNode vector) {
    JsonNode expected = vector.get("records").get(0);

    List<DetailRecord> records = Details.parse(vector.get("value").asText());

    assertThat(records)
        .containsExactly(
            new DetailRecord(
                expected.get("serial").asText(),
                expected.get("account").asText(),
                expected.get("name").asText(),
                Money.parse(expected.get("amount").asText()),
                DetailRecord.Flag.valueOf(expected.get("flag").asText()),
                expected.get("reason").asText(),
                expected.get("alipay_serial").asText(),
                expected.get("finished").asText()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "|"})
  void an_empty_value_has_no_records(String value) {
    assertThat(Details.parse(value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "|"})
  void a_bar_after_the_last_record_is_optional(String bar) {
    String second = PAID.replace("1^a@b.cn", "2^c@d.cn");

    assertThat(Details.parse(PAID + "|" + second + bar))
        .extracting(DetailRecord::serial)
        .containsExactly("1", "2");
  }

  @Test
  void keeps_empty_fields() {
    assertThat(Details.parse("^^^0^F^^^"))
        .containsExactly(new DetailRecord("", "", "", Money.ZERO, DetailRecord.Flag.F, "", "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "1^a@b.cn^张三^178.00^S^^20150731000000001",
        PAID + "^",
        PAID + "^more",
        PAID + "||",
        "|" + PAID,
        "||",
        "^^^^^^^^",
        PAID + "|1^2",
        "1^a@b.cn^张三^178.00^S^^2015|0731^20150731100000"
      })
  void refuses_a_record_without_exactly_eight_fields(String value) {
    assertThatThrownBy(() -> Details.parse(value))
        .isInstanceOf(MalformedDetailsException.class)
        .hasMessageMatching("Record [12] of the notify does not have exactly 8 fields\\.");
  }

  @Test
  void names_the_malformed_record() {
    assertThatThrownBy(() -> Details.parse(PAID + "|" + PAID + "|x|" + PAID))
        .hasMessage("Record 3 of the notify does not have exactly 8 fields.");
  }

  @ParameterizedTest
  @CsvSource({"178,17800", "178.0,17800", "178.00,17800", "178.0000,17800", "0.01,1", "0.010,1"})
  void reads_an_amount_as_a_number(String amount, long fen) {
    assertThat(Details.parse(PAID.replace("178.00", amount)).get(0).amount())
        .isEqualTo(new Money(fen));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " 1", "-1", "+1", "1e2", "1,000.00", ".5", "1.", "1.001", "１", "0x1", "1.0.0"})
  void refuses_an_amount_that_cannot_be_read(String amount) {
    assertThatThrownBy(() -> Details.parse(PAID.replace("178.00", amount)))
        .isInstanceOf(MalformedDetailsException.class)
        .hasMessage("Record 1 of the notify has an amount that cannot be read.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "f", "$", "SF", "S ", "null"})
  void refuses_a_flag_that_is_neither_s_nor_f(String flag) {
    assertThatThrownBy(() -> Details.parse(PAID.replace("^S^", "^" + flag + "^")))
        .isInstanceOf(MalformedDetailsException.class)
        .hasMessage("Record 1 of the notify is flagged neither S nor F.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null"})
  void the_reason_of_a_paid_line_is_no_code(String reason) {
    DetailRecord record = Details.parse(PAID.replace("^S^^", "^S^" + reason + "^")).get(0);

    assertThat(record.reason()).isEqualTo(reason);
    assertThat(record.result())
        .isEqualTo(new LineResult(LineState.PAID, "", "20150731000000001", "20150731100000"));
  }

  @Test
  void the_reason_of_a_failed_line_is_its_code_as_it_came() {
    DetailRecord record = Details.parse(PAID.replace("^S^^", "^F^RECEIVE_USER_NOT_EXIST^")).get(0);

    assertThat(record.result())
        .isEqualTo(
            new LineResult(
                LineState.FAILED, "RECEIVE_USER_NOT_EXIST", "20150731000000001", "20150731100000"));
  }

  @Test
  void the_null_of_a_failed_line_is_kept() {
    DetailRecord record = Details.parse(PAID.replace("^S^^", "^F^null^")).get(0);

    assertThat(record.result().code()).isEqualTo("null");
  }

  @Test
  void a_control_character_of_the_gateway_becomes_a_space_so_that_the_ledger_can_store_it() {
    DetailRecord record = Details.parse("1^a^b^1^F^no\tuser\n^2\r3^4\u00855").get(0);

    assertThat(record.result())
        .isEqualTo(new LineResult(LineState.FAILED, "no user ", "2 3", "4 5"));
  }

  @Test
  void shows_neither_account_nor_name() {
    assertThat(Details.parse(PAID).get(0)).hasToString("serial 1, 178.00, S ");
  }

  @Property(tries = 500)
  void rendered_records_are_read_back(@ForAll("records") List<DetailRecord> records) {
    String value = String.join("|", records.stream().map(DetailsTest::render).toList());

    assertThat(Details.parse(value)).isEqualTo(records);
    assertThat(Details.parse(value + (records.isEmpty() ? "" : "|"))).isEqualTo(records);
  }

  @Provide
  Arbitrary<List<DetailRecord>> records() {
    Arbitrary<String> text = Arbitraries.strings().excludeChars('^', '|').ofMaxLength(12);
    Arbitrary<Money> amount = Arbitraries.longs().between(0, 99_999_999_999L).map(Money::new);
    return Combinators.combine(
            text, text, text, amount, Arbitraries.of(DetailRecord.Flag.class), text, text, text)
        .as(DetailRecord::new)
        .list()
        .ofMaxSize(20);
  }

  private static String render(DetailRecord record) {
    return String.join(
        "^",
        record.serial(),
        record.account(),
        record.name(),
        record.amount().toString(),
        record.flag().name(),
        record.reason(),
        record.gatewaySerial(),
        record.finishedAt());
  }

  @Property(tries = 5000)
  void random_text_is_parsed_or_refused(@ForAll("nearly") String value) {
    try {
      assertThat(Details.parse(value)).isNotNull();
    } catch (MalformedDetailsException e) {
      assertThat(e.getMessage()).startsWith("Record ");
    }
  }

  @Provide
  Arbitrary<String> nearly() {
    Set<String> pieces = Set.of("^", "|", "S", "F", "1", "0.01", ".", "a@b.cn", "张", "\t", PAID);
    return Arbitraries.of(pieces).list().ofMaxSize(40).map(list -> String.join("", list));
  }
}

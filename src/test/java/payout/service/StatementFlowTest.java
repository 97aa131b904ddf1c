package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.StatementFault;
import payout.sandbox.StatementLayout;
import payout.sandbox.StatementOrder;
import payout.statement.Match;
import payout.statement.MatchVerdict;
import payout.statement.Matcher;
import payout.statement.StatementFile;
import payout.statement.UnreadableStatementException;
import payout.testing.PayoutFile;
import payout.testing.ProductionHome;
import payout.testing.RunningService;
import payout.testing.SettableClock;

/**
 * Files are paid at the simulator, whose notifies come or do not; its statement of the day, sound
 * and faulty, in every layout, is then compared with the ledger. Nothing here changes the ledger.
 */
class StatementFlowTest {

  /** 10:00 in China. */
  private static final Instant MORNING = Instant.parse("2026-03-10T02:00:00Z");

  private static final String DAY = "2026-03-10";
  private static final String MONTH = "2026-03";

  /** To the first of the next month. */
  private static final int DAYS_TO_NEXT_MONTH = 22;

  private static RunningService service;

  /** One file whose results come, and one of which no notify ever comes. */
  @BeforeAll
  static void payOnThatDay(@TempDir Path folder) {
    SettableClock clock = SettableClock.ticking();
    clock.set(MORNING);
    service = RunningService.in(folder).clock(clock).start();
    service.drop(
        "told.csv",
        PayoutFile.of(
            "TOLD-0001,one@example.com,张三,1.00,工资",
            "TOLD-0002,two@example.com,李四 FAIL,2.00,工资",
            "TOLD-0003,three@example.com,王五,3.00,工资",
            "TOLD-0004,four@example.com,赵六,4.00,工资"));
    service.awaitResult("told");
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_NEVER));
    service.drop(
        "silent.csv",
        PayoutFile.of(
            "SILENT-01,five@example.com,钱七,5.00,工资",
            "SILENT-02,six@example.com,孙八 FAIL,6.00,工资",
            "SILENT-03,seven@example.com,周九,7.00,工资",
            "SILENT-04,eight@example.com,吴十,0.50,工资"));
    service.awaitTaken("silent");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @EnumSource(StatementLayout.class)
  void a_sound_day_proves_what_no_notify_told(StatementLayout layout) throws Exception {
    assertThat(told(day().layout(layout)))
        .containsExactlyInAnyOrder(
            "TOLD-0001 SAME",
            "TOLD-0002 SAME",
            "TOLD-0003 SAME",
            "TOLD-0004 SAME",
            "SILENT-01 PROVED_PAID",
            "SILENT-02 NOT_YET",
            "SILENT-03 PROVED_PAID",
            "SILENT-04 PROVED_PAID");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "XLSX")
  void the_day_is_complete_however_it_is_packed(StatementOrder.Packing packing) throws Exception {
    for (StatementLayout layout : List.of(StatementLayout.V1, StatementLayout.V3)) {
      StatementFile file = read(day().layout(layout).packing(packing));

      assertThat(file.complete()).extracting(Object::toString).containsExactly(DAY);
      assertThat(file.incomplete()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FEE,TOLD-0001,SAME",
    "FEE,SILENT-01,PROVED_PAID",
    "ROW_TWICE,TOLD-0001,SAME",
    "ROW_TWICE,SILENT-01,PROVED_PAID",
    "RETURN,TOLD-0001,SAME RETURNED",
    "RETURN,SILENT-01,PROVED_PAID RETURNED",
    "PAID_AGAIN,TOLD-0001,PAID_TWICE PAID_TWICE",
    "PAID_AGAIN,SILENT-01,PAID_TWICE PAID_TWICE",
    "FAILED_PAID,TOLD-0002,FAILED_BUT_PAID",
    "FAILED_PAID,SILENT-02,PROVED_PAID",
    "OTHER_AMOUNT,TOLD-0001,AMOUNT_DIFFERS",
    "OTHER_AMOUNT,SILENT-01,CANDIDATE",
    "MISSING,TOLD-0001,NOT_YET",
    "MISSING,SILENT-01,NOT_YET",
    "TRADE,TOLD-0001,SAME"
  })
  void each_fault_of_a_row_has_its_verdict(
      StatementFault.Kind fault, String serial, String verdicts) throws Exception {
    for (StatementLayout layout : StatementLayout.values()) {
      assertThat(verdicts(day().layout(layout).fault(fault, serial), serial))
          .as("%s", layout)
          .isEqualTo(verdicts);
    }
  }

  /** SILENT-04 is of 0.50, as the fee is. */
  @Test
  void a_fee_with_number_and_amount_of_an_open_line_does_not_prove_it() throws Exception {
    StatementOrder order =
        day()
            .fault(StatementFault.Kind.MISSING, "SILENT-04")
            .fault(StatementFault.Kind.FEE, "SILENT-04");

    for (StatementLayout layout : StatementLayout.values()) {
      assertThat(text(order.layout(layout))).as("the fee is there").contains("服务费[");
      assertThat(verdicts(order.layout(layout), "SILENT-04")).isEqualTo("NOT_YET");
    }
  }

  @Test
  void a_row_without_the_number_is_a_candidate_where_the_payee_is_shown() throws Exception {
    StatementOrder order = day().fault(StatementFault.Kind.NO_NUMBER, "SILENT-01");

    assertThat(verdicts(order, "SILENT-01")).isEqualTo("CANDIDATE");
  }

  @Test
  void a_payout_without_a_line_is_told_and_alarms_when_its_number_looks_like_ours()
      throws Exception {
    StatementOrder order = day().fault(StatementFault.Kind.STRANGER, "TOLD-0099");

    List<Match> strangers =
        match(order).stream().filter(each -> each.verdict() == MatchVerdict.UNKNOWN_TO_US).toList();

    assertThat(strangers).hasSize(1).allMatch(Match::alarm);
    assertThat(strangers.get(0).row().orderNo()).isEqualTo("TOLD-0099");
  }

  /** The day alone is not enough to say that something is absent; its month is. */
  @Test
  void absence_is_said_by_the_month_and_of_ledgers_alone() throws Exception {
    StatementOrder month =
        StatementOrder.of(MONTH)
            .later(DAYS_TO_NEXT_MONTH)
            .fault(StatementFault.Kind.MISSING, "TOLD-0001");

    assertThat(told(month))
        .contains("TOLD-0001 PAID_NOT_SEEN", "SILENT-02 NOT_IN_STATEMENT", "SILENT-01 PROVED_PAID");
    assertThat(told(month.packing(StatementOrder.Packing.ZIP)))
        .contains("TOLD-0001 PAID_NOT_SEEN", "SILENT-02 NOT_IN_STATEMENT");
    assertThat(told(month.layout(StatementLayout.SEARCH)))
        .contains("TOLD-0001 NOT_YET", "SILENT-02 NOT_YET", "SILENT-01 PROVED_PAID");
  }

  @Test
  void without_its_end_or_saved_again_it_proves_but_is_not_complete() throws Exception {
    for (StatementFault.Kind fault :
        List.of(StatementFault.Kind.NO_END, StatementFault.Kind.RESAVED)) {
      StatementOrder order =
          StatementOrder.of(MONTH)
              .later(DAYS_TO_NEXT_MONTH)
              .layout(StatementLayout.V2)
              .fault(StatementFault.Kind.MISSING, "TOLD-0001")
              .fault(fault);

      assertThat(told(order))
          .as("%s", fault)
          .contains("SILENT-01 PROVED_PAID", "TOLD-0001 NOT_YET", "SILENT-02 NOT_YET");
      assertThat(read(order).complete()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CUT,Of the file row",
    "OTHER_TOTALS,The totals of the file are not those of its rows",
    "OTHER_ACCOUNT,another account",
    "BENT,shortened"
  })
  void a_file_that_is_wrong_is_used_for_nothing(StatementFault.Kind fault, String why) {
    assertThatThrownBy(() -> read(day().fault(fault)))
        .isInstanceOf(UnreadableStatementException.class)
        .hasMessageContaining(why);
  }

  @Test
  void a_workbook_that_made_dates_of_the_times_is_used_for_nothing() {
    assertThatThrownBy(() -> read(day().packing(StatementOrder.Packing.XLSX)))
        .isInstanceOf(UnreadableStatementException.class)
        .hasMessageContaining("row 6 has no time that can be read");
  }

  @Test
  void a_cut_xml_is_used_for_nothing() {
    assertThatThrownBy(
            () -> read(day().layout(StatementLayout.SEARCH_XLS).fault(StatementFault.Kind.CUT)))
        .isInstanceOf(UnreadableStatementException.class)
        .hasMessageContaining("no whole XML");
  }

  private static StatementOrder day() {
    return StatementOrder.of(DAY).later(1);
  }

  private static String text(StatementOrder order) {
    boolean isXml = order.layout() == StatementLayout.SEARCH_XLS;
    return new String(
        service.gateway().statement(order),
        isXml ? StandardCharsets.UTF_8 : Charset.forName("GBK"));
  }

  private static StatementFile read(StatementOrder order) throws UnreadableStatementException {
    byte[] file = service.gateway().statement(order);
    return StatementFile.read("statement", file, ProductionHome.PARTNER);
  }

  private static List<Match> match(StatementOrder order) throws UnreadableStatementException {
    StatementFile file = read(order);
    return Matcher.matchCalibrated(
        service
            .ledger()
            .statements()
            .evidence(file.rows(), file.from(), file.to(), file.complete()));
  }

  private static List<String> told(StatementOrder order) throws UnreadableStatementException {
    return match(order).stream()
        .map(each -> (each.line() == null ? "-" : each.line().serial()) + " " + each.verdict())
        .toList();
  }

  private static String verdicts(StatementOrder order, String serial)
      throws UnreadableStatementException {
    List<String> found =
        match(order).stream()
            .filter(each -> each.line() != null && each.line().serial().equals(serial))
            .map(each -> each.verdict().name())
            .toList();
    return String.join(" ", found);
  }
}

package payout.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements of the simulator, byte by byte: what reads them is tested elsewhere. */
class StatementsTest {

  private static final Charset GBK = Charset.forName("GBK");

  /** 10:00 in China. */
  private static final Instant PAID = Instant.parse("2026-03-10T02:00:00Z");

  private static final String DAY = "2026-03-10";

  private final Clock clock = Clock.fixed(PAID, ZoneOffset.UTC);
  private GatewaySimulator gateway;

  @BeforeEach
  void pay() throws Exception {
    gateway = GatewaySimulator.start(TestConfigs.once().clock(clock));
    Merchant merchant = new Merchant(gateway, SignType.MD5, "utf-8");
    Map<String, String> request =
        merchant.request(
            "20260310001",
            "",
            "S-0000001^zhang.san@example.com^张三^0.01^工资",
            "S-0000002^13800000002^李四 FAIL^1999.99^报销",
            "S-0000003^li@example.com^李四^20.50^a,b");
    request.put("pay_date", "20260310");
    assertThat(merchant.post(request)).contains(">T<");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void a_ledger_of_old_lists_each_payment_with_its_serial_and_the_totals() {
    assertThat(text(order()))
        .isEqualTo(
            """
            #支付宝账务明细查询
            #账号：[20880000000000010156]
            #起始日期：[2026年03月10日 00:00:00]   终止日期：[2026年03月11日 00:00:00]
            #----------------------------------------账务明细列表----------------------------------------
            账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注
            98371000000000T,2026031000000000T,S-0000001T, T,2026-03-10 10:00:00,张三 (zhang.san@example.com)T,0.00,0.01,999999999999.99,支付宝,转账,工资
            98371000000002T,2026031000000002T,S-0000003T, T,2026-03-10 10:00:00,李四 (li@example.com)T,0.00,20.50,999999999979.49,支付宝,转账,"a,b"
            #----------------------------------------账务明细列表结束----------------------------------------
            #支出合计：2笔，共20.51元
            #收入合计：0笔，共0.00元
            #导出时间：[2026年03月11日 10:00:00]
            """
                .replace("T,", "\t,")
                .replace("\n", "\r\n"));
  }

  @Test
  void a_newer_ledger_has_a_minus_a_mask_and_a_tab_behind_each_text() {
    assertThat(text(order().layout(StatementLayout.V2)).lines())
        .contains(
            "98371000000000\t,2026031011007000150000000000\t, \t,2026-03-10 10:00:00\t,0.00\t,-0.01\t,"
                + "999999999999.99\t,支付宝\t,转账\t,工资\t,S-0000001\t,张*(z*@******.com)\t");
    assertThat(text(order().layout(StatementLayout.V3)).lines())
        .anyMatch(line -> line.contains("收入金额(+元),支出金额(-元)") && line.endsWith(",业务描述"));
  }

  @Test
  void a_search_has_the_newest_row_first_and_no_totals() {
    List<String> lines = text(order().layout(StatementLayout.SEARCH)).lines().toList();

    assertThat(lines.get(0)).isEqualTo("#账号：pay***@example.com[2088000000000001]");
    assertThat(lines.get(2).split(",")).hasSize(15);
    assertThat(lines.get(3))
        .startsWith("1,2026-03-10 10:00:00,2026031011007000150000000002,98371000000002,S-0000003,")
        .contains(",代扣款-普通账户转账, ,20.50,");
    assertThat(lines.get(4)).startsWith("2,").contains(",S-0000001,");
    assertThat(lines.get(5)).isEqualTo("#导出时间：2026-03-11 10:00:00");
    assertThat(lines).hasSize(6);
  }

  @Test
  void the_xls_of_a_search_is_xml_with_a_heading_on_the_first_sheet_alone() {
    String xml =
        new String(
            gateway.statement(order().layout(StatementLayout.SEARCH_XLS)), StandardCharsets.UTF_8);

    assertThat(xml).startsWith("<?xml ").endsWith("</Workbook>\n");
    assertThat(xml.split("<Worksheet ")).hasSize(3);
    assertThat(xml.split("入账时间", -1)).hasSize(2);
    assertThat(xml.substring(xml.indexOf("开票情况")).split("</Row>")[0].split("<Data ")).hasSize(23);
  }

  @Test
  void what_is_ordered_besides_the_payments_is_there() {
    StatementOrder order =
        order()
            .fault(StatementFault.Kind.FEE, "S-0000001")
            .fault(StatementFault.Kind.RETURN, "S-0000001")
            .fault(StatementFault.Kind.PAID_AGAIN, "S-0000001")
            .fault(StatementFault.Kind.FAILED_PAID)
            .fault(StatementFault.Kind.OTHER_AMOUNT, "S-0000003")
            .fault(StatementFault.Kind.TRADE)
            .fault(StatementFault.Kind.STRANGER, "S-0000009");

    assertThat(rows(order))
        .containsExactly(
            "98371000000000 S-0000001 10:00:00 0.00 0.01 转账 工资",
            "98371100000000 S-0000001 10:00:00 0.00 0.01 转账 工资",
            "98371200000000 S-0000001 10:00:00 0.00 0.50 收费 服务费[2026031000000000]",
            "98371000000001 S-0000002 10:00:00 0.00 1999.99 转账 报销",
            "98371000000002 S-0000003 10:00:00 0.00 21.50 转账 \"a",
            "98371300000000 S-0000001 11:00:00 0.01 0.00 转账 退回",
            "98372190000006 T6 12:00:00 200.00 0.00 在线支付 ",
            "98372090000007 S-0000009 12:00:00 0.00 77.77 转账 ",
            "98372290000006 T6 13:00:00 0.00 20.00 转账 交易退款");
    assertThat(text(order)).contains("#支出合计：7笔，共2119.78元", "#收入合计：2笔，共200.01元");
  }

  @Test
  void rows_can_be_missing_twice_there_or_without_a_number() {
    StatementOrder order =
        order()
            .fault(StatementFault.Kind.MISSING, "S-0000001")
            .fault(StatementFault.Kind.ROW_TWICE, "S-0000003")
            .fault(StatementFault.Kind.NO_NUMBER, "S-0000003");

    assertThat(rows(order)).hasSize(2).containsOnly("98371000000002  10:00:00 0.00 20.50 转账 \"a");
    assertThat(text(order)).contains("#支出合计：1笔，共20.50元");
  }

  @Test
  void the_file_itself_can_be_wrong() {
    assertThat(text(order().fault(StatementFault.Kind.CUT)))
        .doesNotEndWith("\n")
        .doesNotContain("列表结束");
    assertThat(text(order().fault(StatementFault.Kind.NO_END)))
        .endsWith("\"a,b\"\r\n")
        .doesNotContain("列表结束", "导出时间");
    assertThat(text(order().fault(StatementFault.Kind.OTHER_TOTALS))).contains("2笔，共21.51元");
    assertThat(text(order().fault(StatementFault.Kind.OTHER_ACCOUNT)))
        .contains("#账号：[20880000000000020156]");
    assertThat(text(order().fault(StatementFault.Kind.RESAVED)))
        .contains("98371000000002,2026031000000002,S-0000003,,2026/3/10 10:00,", ",0,20.5,")
        .doesNotContain("\t");
    assertThat(text(order().fault(StatementFault.Kind.BENT)))
        .contains("9.8371E+13,2.02603E+15,S-0000003,");
  }

  @Test
  void an_archive_has_the_summary_first_and_names_in_gbk() throws Exception {
    byte[] archive = gateway.statement(order().packing(StatementOrder.Packing.ZIP));
    Map<String, byte[]> files = unpacked(archive);

    assertThat(files.keySet())
        .containsExactly(
            "20880000000000010156_20260310_账务明细(汇总).csv", "20880000000000010156_20260310_账务明细.csv");
    assertThat(new String(files.get("20880000000000010156_20260310_账务明细.csv"), GBK))
        .isEqualTo(text(order()));
    assertThat(gateway.statement(order().packing(StatementOrder.Packing.ZIP_WRONG_MARK)))
        .as("the same but for the marks")
        .hasSameSizeAs(archive)
        .isNotEqualTo(archive);
  }

  @Test
  void parts_have_totals_of_their_own() throws Exception {
    List<String> parts = new ArrayList<>();
    unpacked(gateway.statement(order().packing(StatementOrder.Packing.ZIP_PARTS)))
        .forEach((name, bytes) -> parts.add(name + new String(bytes, GBK)));

    assertThat(parts.get(0)).contains("_1.csv", "S-0000001", "1笔，共0.01元");
    assertThat(parts.get(1)).contains("_2.csv", "S-0000003", "1笔，共20.50元");
  }

  @Test
  void a_workbook_has_times_and_amounts_as_numbers_and_ids_as_texts() throws Exception {
    Map<String, byte[]> parts =
        unpacked(gateway.statement(order().packing(StatementOrder.Packing.XLSX)));
    String sheet = new String(parts.get("xl/worksheets/sheet1.xml"), StandardCharsets.UTF_8);
    String texts = new String(parts.get("xl/sharedStrings.xml"), StandardCharsets.UTF_8);

    assertThat(parts)
        .containsKeys("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml");
    assertThat(sheet)
        .contains("<c r=\"E6\" s=\"1\"><v>46091.4166666667</v></c>")
        .contains("<c r=\"H6\" t=\"n\"><v>0.01</v></c>", "<c r=\"H7\" t=\"n\"><v>20.5</v></c>");
    assertThat(texts).contains(">98371000000000<", ">#支出合计：2笔，共20.51元<");
  }

  @Test
  void the_running_day_and_a_day_without_movements_have_none() {
    assertThatThrownBy(() -> gateway.statement(StatementOrder.of(DAY)))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("not over")
        .hasMessageContaining("later=1");
    assertThatThrownBy(() -> gateway.statement(StatementOrder.of("2026-03").later(21)))
        .hasMessageContaining("not over");
    assertThatThrownBy(() -> gateway.statement(StatementOrder.of("2026-03-09")))
        .hasMessageContaining("no movements");
    assertThat(text(StatementOrder.of("2026-03").later(22)))
        .contains("[2026年03月01日 00:00:00]   终止日期：[2026年04月01日 00:00:00]", "S-0000001");
  }

  @Test
  void is_handed_out_over_http_in_the_same_bytes() throws Exception {
    String url =
        "http://127.0.0.1:"
            + gateway.port()
            + "/statement?period=2026-03-10&later=1&layout=V2&packing=PLAIN"
            + "&fault=FEE:S-0000001,ROW_TWICE";

    assertThat(Merchant.get(url).body())
        .isEqualTo(
            gateway.statement(
                order()
                    .layout(StatementLayout.V2)
                    .fault(StatementFault.Kind.FEE, "S-0000001")
                    .fault(StatementFault.Kind.ROW_TWICE)));
    assertThat(Merchant.get(url.replace("later=1", "later=0")).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?period=yesterday",
        "?period=2026-13",
        "?period=2026-02-30",
        "?period=2026-03-10&later=-1",
        "?period=2026-03-10&layout=V9",
        "?period=2026-03-10&fault=NONE",
        "?period=2026-03-10&day=1",
        "?period=2026-03-10&layout=SEARCH&packing=ZIP_PARTS",
        "?period=2026-03-10&later=x"
      })
  void refuses_what_it_does_not_understand(String query) throws Exception {
    String url = "http://127.0.0.1:" + gateway.port() + "/statement" + query;

    assertThat(Merchant.get(url).statusCode()).isEqualTo(400);
  }

  private static StatementOrder order() {
    return StatementOrder.of(DAY).later(1);
  }

  private String text(StatementOrder order) {
    return new String(gateway.statement(order), GBK);
  }

  /** Booking number, merchant's number, time, in, out, type and remark of each row of V1. */
  private List<String> rows(StatementOrder order) {
    return text(order)
        .lines()
        .filter(line -> line.startsWith("9837"))
        .map(line -> line.split("\t?,"))
        .map(
            cell ->
                String.join(
                    " ",
                    cell[0],
                    cell[2],
                    cell[4].substring(11),
                    cell[6],
                    cell[7],
                    cell[10],
                    cell.length > 11 ? cell[11] : ""))
        .toList();
  }

  private static Map<String, byte[]> unpacked(byte[] archive) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive), GBK)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }
}

package payout.sandbox;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Writes {@code samples/}, the same bytes at each run. Every name, account and number is invented.
 */
final class SampleFiles {
  private static final Charset GBK = Charset.forName("GBK");
  private static final String HEADER = "serial_no,payee_account,payee_name,amount,remark\n";
  private static final String[] SURNAMES =
      "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 欧阳 司马".split(" ");
  private static final String[] GIVEN =
      "伟 芳 娜 敏 静 丽 强 磊 洋 艳 勇 杰 娟 涛 明 秀英 建国 建华 志强 晓东 雪梅 海燕 文博 子轩 雨桐".split(" ");
  private static final String[] FIRST =
      "Anna Ben Carla David Elena Frank Grace Henry Iris Jonas Kira Liam Mei Nora".split(" ");
  private static final String[] LAST =
      "Smith Miller O'Neil Garcia Novak Rossi Schmidt Tanaka Petrova Andersen Li-Brown".split(" ");
  private static final String[] REMARKS = {
    "工资", "报销", "佣金", "稿费", "", "bonus", "refund 2026", "\"差旅费, 北京\"", "推广费"
  };
  private static final String[] FAILING = {
    "RECEIVE_USER_NOT_EXIST",
    "ACCOUN_NAME_NOT_MATCH",
    "RECEIVE_ACCOUNT_ERROR",
    "RECEIVE_EMAIL_NAME_NOT_MATCH",
    "ILLEGAL_USER_STATUS",
    "ERROR_OTHER_CERTIFY_LEVEL_LIMIT",
    "ERROR_OTHER_NOT_REALNAMED",
    "RECEIVE_SINGLE_MONEY_ERROR",
    "DAILY_QUOTA_LIMIT_EXCEED",
    "PAYEE_ACCOUNT_IS_RELEASED",
    "TXN_RESULT_TRANSFER_OUT_CAN_NOT_EQUAL_IN",
    "PERMIT_NON_BANK_LIMIT_PAYEE_L0_FORBIDDEN"
  };

  private SampleFiles() {}

  /** Writes them into the given folder, {@code samples} by default. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : "samples");
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : all().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  static Map<String, byte[]> all() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("payout-2500.csv", large().getBytes(StandardCharsets.UTF_8));
    files.put("payout-3.csv", small().getBytes(StandardCharsets.UTF_8));
    files.put("payout-silent.csv", silent().getBytes(StandardCharsets.UTF_8));
    files.put("statement-20260310.csv", statement());
    files.put("payout-gbk.csv", gbk().getBytes(GBK));
    files.put("payout-faulty.csv", faulty().getBytes(StandardCharsets.UTF_8));
    files.put("payout-old-template.csv", oldTemplate().getBytes(GBK));
    files.put("payout-new-template.csv", newTemplate().getBytes(GBK));
    files.put("payout-old-template-utf-8.csv", marked(oldTemplateOfASpreadsheet()));
    files.put("payout-new-template-utf-8.csv", marked(newTemplateOfASpreadsheet()));
    return files;
  }

  /** Three more lines, for a batch whose notify never comes. */
  private static String silent() {
    return HEADER
        + "SILENT-0001,chen.wei@example.com,陈伟,1200.00,工资\n"
        + "SILENT-0002,13800000007,林芳 FAIL_RECEIVE_USER_NOT_EXIST,350.00,工资\n"
        + "SILENT-0003,mary.jones@example.com,Mary Jones,99.90,bonus\n";
  }

  /** The day on which payout-3.csv would have been paid, with a fee each and some other rows. */
  private static byte[] statement() {
    String details =
        small().lines().skip(1).map(row -> row.replace(',', '^')).collect(Collectors.joining("|"));
    TakenBatch batch =
        new TakenBatch(
            "20260310001",
            Instant.parse("2026-03-10T02:00:00Z"),
            "utf-8",
            "",
            "",
            details,
            BigDecimal.ZERO,
            0,
            List.of());
    StatementOrder order =
        StatementOrder.of("2026-03-10")
            .fault(StatementFault.Kind.FEE)
            .fault(StatementFault.Kind.TRADE)
            .fault(StatementFault.Kind.RETURN, "SMALL-0003");
    return StatementText.bytes(
        order,
        StatementTable.of(
            order,
            Movements.of(batch.lines(), order),
            SimulatorConfig.PARTNER,
            new BigDecimal("10000.00"),
            LocalDateTime.of(2026, 3, 11, 10, 21, 7)));
  }

  private static String large() {
    Random random = new Random(2026);
    StringBuilder file = new StringBuilder(HEADER);
    BigDecimal total = BigDecimal.ZERO;
    int lines = 2500;
    for (int i = 1; i <= lines; i++) {
      // Both ends of the range are always in the file.
      int cents = i == 1 ? 1 : i == lines ? 499_999 : 1 + random.nextInt(499_999);
      BigDecimal amount = BigDecimal.valueOf(cents, 2);
      total = total.add(amount);
      file.append(String.format("PAY2026-%06d,%s,", i, account(random, i)))
          .append(name(random))
          .append(failing(i))
          .append(',')
          .append(amount.toPlainString())
          .append(',')
          .append(REMARKS[random.nextInt(REMARKS.length)])
          .append('\n');
    }
    return file.append("#total,2500,").append(total.toPlainString()).append('\n').toString();
  }

  /** Every 200th line from the 100th on has a name that fails. */
  private static String failing(int line) {
    boolean fails = line % 200 == 100 && line / 200 < FAILING.length;
    return fails ? " FAIL_" + FAILING[line / 200] : "";
  }

  private static String account(Random random, int line) {
    return random.nextInt(3) == 0
        ? String.format("1380000%04d", line)
        : String.format("payee%04d@example.com", line);
  }

  private static String name(Random random) {
    return random.nextInt(4) == 0
        ? FIRST[random.nextInt(FIRST.length)] + " " + LAST[random.nextInt(LAST.length)]
        : SURNAMES[random.nextInt(SURNAMES.length)] + GIVEN[random.nextInt(GIVEN.length)];
  }

  private static String small() {
    return HEADER
        + "SMALL-0001,zhang.san@example.com,张三,0.01,工资\n"
        + "SMALL-0002,13800000002,李四 FAIL_ACCOUN_NAME_NOT_MATCH,1999.99,报销\n"
        + "SMALL-0003,john.smith@example.com,John Smith,20.50,bonus\n";
  }

  private static String gbk() {
    return HEADER
        + "GBK-0001,wang.fang@example.com,王芳,1200.00,工资\n"
        + "GBK-0002,13800000012,欧阳建国,860.50,差旅费\n"
        + "GBK-0003,anna.novak@example.com,Anna Novak,15.00,\n"
        + "GBK-0004,zhu.rong@example.com,朱镕,99.99,佣金\n"
        + "#total,4,2175.49\n";
  }

  /** One mistake per row; the first row and the last are valid. */
  private static String faulty() {
    List<String> rows = new ArrayList<>();
    rows.add("FAULTY-0001,sound@example.com,张三,10.00,sound");
    rows.add("FAULTY-0002,a@example.com,李四,12.345,three decimals");
    rows.add("FAULTY-0003,a@example.com,李四,\"1,200.00\",a comma in the amount");
    rows.add("FAULTY-0004,a@example.com,李四,0.00,zero");
    rows.add("FAULTY-0005,a@example.com,李四,-5.00,a minus");
    rows.add("FAULTY-0006,a@example.com,李四,１２.00,full-width digits");
    rows.add("FAULTY-0007,a@example.com,王^五,10.00,a caret in the name");
    rows.add("FAULTY-0008,a@example.com,王五,10.00,a bar | in the remark");
    rows.add("FAULTY-0001,a@example.com,王五,10.00,a serial that stands above");
    rows.add("FAULTY-0009,a@example.com,王五,10.00");
    rows.add("FAULTY-0010,1380000001,王五,10.00,a digit of the number is missing");
    rows.add("FAULTY-0011,,王五,10.00,no account");
    rows.add("FAULTY-0012,a@example.com,,10.00,no name");
    rows.add("FAULTY-0013,a@example.com,=1+1,10.00,a name that a spreadsheet runs");
    rows.add("FAULTY-" + "0".repeat(32) + ",a@example.com,赵六,10.00,a long serial");
    rows.add("FAULTY-0015,a@example.com," + "赵".repeat(43) + ",10.00,a long name");
    rows.add("FAULTY-0016,a@example.com,赵六,99999999.99,over the limit of a line");
    rows.add("FAULTY-0017,sound@example.com,赵六,10.00,sound");
    return HEADER + String.join("\n", rows) + "\n";
  }

  private static String oldTemplate() {
    return "批次号,付款日期,付款人email,账户名称,总金额（元）,总笔数\r\n"
        + "2026010100001,20260101,payer@sandbox.example,沙箱测试公司,2020.50,3\r\n"
        + "商户流水号,收款人email,收款人姓名,付款金额（元）,付款理由\r\n"
        + "OLD-0001,zhang.san@example.com,张三,0.02,工资\r\n"
        + "OLD-0002,13800000022,李四 FAIL_RECEIVE_ACCOUNT_ERROR,1999.99,报销\r\n"
        + "OLD-0003,john.smith@example.com,John Smith,20.49,\r\n";
  }

  /** With the byte order mark by which a spreadsheet recognizes UTF-8. */
  private static byte[] marked(String text) {
    return ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
  }

  /** Half-width brackets, a row as wide as the widest, a date with slashes, a blank row. */
  private static String oldTemplateOfASpreadsheet() {
    return "批次号,付款日期,付款人email,账户名称,总金额(元),总笔数\r\n"
        + "2026010100002,2026/1/1,payer@sandbox.example,沙箱测试公司,75.5,2\r\n"
        + "商户流水号,收款人email,收款人姓名,付款金额(元),付款理由,\r\n"
        + "OLD-0011,wang.fang@example.com,王芳,60,\"差旅费, 北京\",\r\n"
        + "OLD-0012,13800000023,周海燕,15.5,,\r\n"
        + ",,,,,\r\n";
  }

  private static String newTemplateOfASpreadsheet() {
    return "支付宝批量付款文件模板(前面两行请勿删除),,,,\r\n"
        + "序号(必填),收款方支付宝账号(必填),收款方姓名(必填),\"金额(必填,单位:元)\",备注(选填)\r\n"
        + "1,xu.jie@example.com,徐杰,12.5,稿费\r\n"
        + "2,13800000033,何文博,100,\r\n"
        + ",,,,\r\n";
  }

  private static String newTemplate() {
    return "支付宝批量付款文件模板（前面两行请勿删除）\r\n"
        + "序号（必填）,收款方支付宝账号（必填）,收款方姓名（必填）,金额（必填，单位：元）,备注（选填）\r\n"
        + "1,zhao.liu@example.com,赵六,300.00,一月\r\n"
        + "2,13800000032,孙丽,0.50,\r\n"
        + "3,elena.rossi@example.com,Elena Rossi FAIL_ILLEGAL_USER_STATUS,45.67,bonus\r\n";
  }
}

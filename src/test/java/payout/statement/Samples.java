package payout.statement;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Statements whose layout is that of the merchant page and whose values are invented. */
public final class Samples {

  public static final Charset GBK = Charset.forName("GBK");
  public static final String PARTNER = "2088000000000001";
  public static final String V1_HEADER =
      "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注";

  private Samples() {}

  /** 账务明细 of 2016, with positive amounts that went out. */
  public static String ledger2016() {
    return """
        #支付宝账务明细查询
        #账号：[20880000000000010156]
        #起始日期：[2016年03月07日 00:00:00]   终止日期：[2016年03月08日 00:00:00]
        #-----------------------------------------账务明细列表----------------------------------------
        账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注
        98370000000001T,2016030721001004000000000001T,T160307000001T,商品一T,2016-03-07 09:15:02,甲某 (buyer1@example.com)T,200.00,0.00,10200.00,支付宝,在线支付,
        98370000000002T,20160307500000001T,S20160307000003T, T,2016-03-07 10:36:00,乙某 (payee1@example.com)T,0.00,1.00,10199.00,支付宝,转账,三月结算
        98370000000003T,20160307500000001T,S20160307000003T, T,2016-03-07 10:36:00, T,0.00,0.50,10198.50,支付宝,收费,服务费[20160307500000001]
        98370000000004T,20160307500000002T,S20160307000004T, T,2016-03-07 10:36:00,丙某 (13800000000)T,0.00,250.50,9948.00,支付宝,转账,三月结算
        98370000000005T,20160307500000002T,S20160307000004T, T,2016-03-07 10:36:00, T,0.00,1.25,9946.75,支付宝,收费,服务费[20160307500000002]
        98370000000006T,2016030721001004000000000001T,T160307000001T,商品一T,2016-03-07 14:02:11,甲某 (buyer1@example.com)T,0.00,20.00,9926.75,支付宝,转账,交易退款
        98370000000007T,20160307500000002T,S20160307000004T, T,2016-03-07 16:20:00,丙某 (13800000000)T,250.50,0.00,10177.25,支付宝,转账,退回
        #----------------------------------------账务明细列表结束-------------------------------------
        #支出合计：5笔，共273.25元
        #收入合计：2笔，共450.50元
        #导出时间：[2016年03月08日 10:21:07]
        """
        .replace("T,", "\t,")
        .replace("\n", "\r\n");
  }

  /** 账务组合查询 as CSV, the newest row first, without totals. */
  public static String search() {
    return """
        #账号：pay***@example.com[2088000000000001]
        #起始日期：2026-06-01 00:00:00   终止日期：2026-06-02 00:00:00
        序号,入账时间,支付宝交易号,支付宝流水号,商户订单号,账务类型,收入（+元）,支出（-元）,账户余额（元）,对方账户,对方名称,银行订单号,商品名称,备注,业务描述
        1,2026-06-01 10:05:00,20260601110070001500000000000002,1570000000000000012,P20260601002,代扣款-普通账户转账, ,120.00,1580.00,pay***@example.com,戊某, , ,六月结算,\s
        2,2026-06-01 10:05:00,20260601110070001500000000000001,1570000000000000011,P20260601001,转账, ,300.00,1700.00,139******00,"己某,分店", , ,六月结算,\s
        #导出时间：2026-06-02 10:20:00
        """
        .replace("\n", "\r\n");
  }

  /** 账务组合查询 as the merchant page calls it .xls: two sheets, the heading on the first. */
  public static String searchXml() {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
        <Worksheet ss:Name="账务组合查询1"><Table>
        <Row><Cell><Data ss:Type="String">企业支付宝 #账号：pay***@example.com[2088000000000001]</Data></Cell></Row>
        <Row><Cell><Data ss:Type="String">#起始日期：2026-06-01 00:00:00   终止日期：2026-06-02 00:00:00</Data></Cell></Row>
        <Row>%s</Row>
        <Row>%s</Row>
        </Table></Worksheet>
        <Worksheet ss:Name="账务组合查询2"><Table>
        <Row>%s</Row>
        <Row><Cell><Data ss:Type="String">#导出时间：2026-06-02 10:20:00</Data></Cell></Row>
        </Table></Worksheet>
        </Workbook>
        """
        .formatted(
            cells(
                "开票情况,序号,入账时间,支付宝交易号,支付宝流水号,商户订单号,账务类型,收入（+元）,支出（-元）,账户余额（元）,服务费（元）,支付渠道,签约产品,对方账户,对方名称,备注"),
            cells(
                "未开票,1,2026-06-01 10:05:00,2026060111007000150000000002,1570000000000000012,P20260601002,转账,,120.00,1580.00,,余额,,pay***@example.com,戊某,六月"),
            cells(
                "未开票,2,2026-06-01 10:05:00,2026060111007000150000000001,1570000000000000011,P20260601001,转账,,300.00,1700.00"));
  }

  private static String cells(String row) {
    StringBuilder cells = new StringBuilder();
    for (String each : row.split(",", -1)) {
      cells.append("<Cell><Data ss:Type=\"String\">").append(each).append("</Data></Cell>");
    }
    return cells.toString();
  }

  /** In the charset of the merchant page. */
  public static byte[] gbk(String text) {
    return text.getBytes(GBK);
  }

  /** An archive with names in GBK, each of which may carry the mark of UTF-8 wrongly. */
  public static byte[] zip(boolean wrongMark, Object... namesAndBytes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, GBK)) {
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndBytes[i]));
        zip.write((byte[]) namesAndBytes[i + 1]);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] archive = bytes.toByteArray();
    return wrongMark ? marked(archive) : archive;
  }

  private static byte[] marked(byte[] archive) {
    for (int i = 0; i + 10 < archive.length; i++) {
      boolean start = archive[i] == 'P' && archive[i + 1] == 'K';
      if (start && archive[i + 2] == 3 && archive[i + 3] == 4) {
        archive[i + 7] |= 8;
      } else if (start && archive[i + 2] == 1 && archive[i + 3] == 2) {
        archive[i + 9] |= 8;
      }
    }
    return archive;
  }

  /** The sum that an archive states for an entry. */
  static long crc(byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(content);
    return sum.getValue();
  }

  /** With the mark of UTF-8 before it. */
  static byte[] markedUtf8(String text) {
    return ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
  }
}

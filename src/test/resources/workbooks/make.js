// Makes exceljs-new.xlsx; see README.md.
const ExcelJS = require("exceljs");

const lines = [
  ["1", "zhang.san@example.com", "张三", 1.1, "工资"],
  ["2", 13800000002, "李四", 0.1, "奖金 <一> & 二"],
  ["3", "13800000003", "欧阳娜娜", "88.80", ""],
  ["4", "a.very.long.account.of.somebody.with.a.long.name@mail.example.com", "王五", 234567.89, "May, 2026"],
  ["5", "zhao@example.com", "赵 六", 100, "ABC"],
];
const book = new ExcelJS.Workbook();
const sheet = book.addWorksheet("Sheet1");
sheet.addRow(["支付宝批量付款文件模板（前面两行请勿删除）"]);
sheet.addRow(["序号（必填）", "收款方支付宝账号（必填）", "收款方姓名（必填）", "金额（必填，单位：元）", "备注（选填）"]);
lines.forEach((line) => sheet.addRow(line));
sheet.getColumn(4).numFmt = "#,##0.00";
book.xlsx.writeFile("exceljs-new.xlsx");

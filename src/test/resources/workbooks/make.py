"""Makes the workbooks of this folder; README.md says with which programs."""

import datetime
import subprocess
import sys
import zipfile

import openpyxl
import xlsxwriter

PLAIN = ["serial_no", "payee_account", "payee_name", "amount", "remark"]
LINES = [
    ["WB-0001", "zhang.san@example.com", "张三", 1.1, "工资"],
    ["WB-0002", 13800000002, "李四", 0.1, "奖金 <一> & 二"],
    ["WB-0003", "13800000003", "欧阳娜娜", "88.80", ""],
    [20261130000004, "a.very.long.account.of.somebody.with.a.long.name@mail.example.com", "王五", 234567.89, "May, 2026"],
    ["WB-0005", "zhao@example.com", "赵 六", 100, "ABC"],
]
OLD_STATED = ["批次号", "付款日期", "付款人email", "账户名称", "总金额（元）", "总笔数"]
OLD = ["商户流水号", "收款人email", "收款人姓名", "付款金额（元）", "付款理由"]
NEW_TITLE = ["支付宝批量付款文件模板（前面两行请勿删除）"]
NEW = ["序号（必填）", "收款方支付宝账号（必填）", "收款方姓名（必填）", "金额（必填，单位：元）", "备注（选填）"]


def openpyxl_old(name):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "批量付款"
    sheet.append(OLD_STATED)
    sheet.append([202611300001, datetime.date(2026, 11, 30), "payer@example.com", "Payer", 0, 5])
    sheet["B2"].number_format = "yyyy/mm/dd"
    sheet.append(OLD)
    for line in LINES:
        sheet.append(line)
    sheet["E2"] = round(sum(float(line[3]) for line in LINES), 2)
    book.create_sheet("说明")["A1"] = "每月 25 日付款"
    book.create_sheet("Sheet3")
    book.save(name)


def openpyxl_plain(name):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(PLAIN)
    for line in LINES:
        sheet.append(line)
    sheet.append(["#total", 5, round(sum(float(line[3]) for line in LINES), 2)])
    for row in range(2, 7):
        sheet.cell(row, 4).number_format = '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ '
    book.save(name)


def xlsxwriter_new(name):
    book = xlsxwriter.Workbook(name)
    book.set_properties({"created": datetime.datetime(2026, 11, 30)})
    sheet = book.add_worksheet("Sheet1")
    text = book.add_format({"num_format": "@"})
    money = book.add_format({"num_format": "#,##0.00"})
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, NEW_TITLE)
    sheet.write_row(1, 0, NEW)
    for number, line in enumerate(LINES):
        sheet.write_number(number + 2, 0, number + 1)
        if isinstance(line[1], str) and "@" in line[1]:
            sheet.write_url(number + 2, 1, "mailto:" + line[1], string=line[1])
        else:
            sheet.write(number + 2, 1, line[1], text)
        if number == 3:
            sheet.write_rich_string(number + 2, 2, bold, "王", "五")
        else:
            sheet.write_string(number + 2, 2, line[2])
        sheet.write(number + 2, 3, line[3], money)
        sheet.write_string(number + 2, 4, line[4])
    sheet.set_column(1, 1, 40)
    book.close()


CSV_ROWS = [
    "serial_no,payee_account,payee_name,amount,remark",
    "WB-0001,zhang.san@example.com,张三,1.1,工资",
    "WB-0002,13800000002,李四,0.1,奖金 <一> & 二",
    "WB-0003,13800000003,欧阳娜娜,88.8,",
    "20261130000004,a.very.long.account.of.somebody.with.a.long.name@mail.example.com,王五,234567.89,\"May, 2026\"",
    "WB-0005,zhao@example.com,赵 六,100,ABC",
]


def libreoffice(source, name):
    """LibreOffice names its output after its input."""
    subprocess.run(["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                    "--infilter=CSV:44,34,76,1", "--outdir", "out", source], check=True)
    subprocess.run(["mv", "out/" + source.rsplit("/")[-1].rsplit(".", 1)[0] + ".xlsx", name], check=True)


def wps(name):
    """As WPS writes: its own properties, readings above names, styles beyond what is used."""
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    strings = PLAIN + ["WB-0001", "zhang.san@example.com", None, "工资", "WB-0002", "李四", "奖金 <一> & 二", "WB-0003",
                       "13800000003", "欧阳娜娜", "88.80",
                       LINES[3][1], "王五", "May, 2026", "WB-0005", "zhao@example.com", "赵 六", "ABC"]
    def si(text):
        if text is None:
            return ('<si><r><rPr><sz val="11"/><rFont val="宋体"/><charset val="134"/></rPr><t>张</t></r><r><t>三</t></r>'
                    '<rPh sb="0" eb="1"><t>zhāng</t></rPh><phoneticPr fontId="1" type="noConversion"/></si>')
        return '<si><t xml:space="preserve">' + text.replace("&", "&amp;").replace("<", "&lt;") + "</t></si>"
    place = {text: number for number, text in enumerate(strings)}
    def cell(row, column, value):
        ref = "ABCDE"[column] + str(row)
        if value == "":
            return f'<c r="{ref}" s="1"/>'
        if isinstance(value, str):
            return f'<c r="{ref}" s="1" t="s"><v>{place.get(value, place[None])}</v></c>'
        return f'<c r="{ref}" s="2"><v>{value:.17g}</v></c>'
    rows = "".join(
        f'<row r="{number}" spans="1:5" ht="14.25">' + "".join(cell(number, c, v) for c, v in enumerate(line)) + "</row>"
        for number, line in enumerate([PLAIN] + LINES, 1))
    rows += '<row r="7" spans="1:5"><c r="A7" s="1"/><c r="D7" s="2"/></row>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
            '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
            '</Types>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="{rel}/custom-properties" Target="docProps/custom.xml"/></Relationships>',
        "docProps/custom.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0.15120</vt:lpwstr></property></Properties>',
        "xl/workbook.xml": f'<workbook {ns} xmlns:r="{rel}"><fileVersion appName="xl"/><workbookPr/><bookViews><workbookView windowWidth="27945" windowHeight="12255"/></bookViews><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets><calcPr calcId="144525"/></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId3" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId2" Type="{rel}/styles" Target="styles.xml"/><Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {ns}><numFmts count="2"><numFmt numFmtId="42" formatCode="_ &quot;￥&quot;* #,##0_ ;_ &quot;￥&quot;* \\-#,##0_ ;_ &quot;￥&quot;* &quot;-&quot;_ ;_ @_ "/><numFmt numFmtId="176" formatCode="0.00_ "/></numFmts><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="176" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst {ns} count="30" uniqueCount="{len(strings)}">' + "".join(map(si, strings)) + "</sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet {ns} xmlns:r="{rel}"><sheetPr/><dimension ref="A1:E7"/><sheetFormatPr defaultColWidth="9" defaultRowHeight="13.5"/><cols><col min="1" max="1" width="14" customWidth="1"/></cols><sheetData>{rows}</sheetData><pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/><headerFooter/></worksheet>',
    }
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (2026, 11, 30, 8, 0, 0)), head + text, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    openpyxl_plain("openpyxl-plain.xlsx")
    openpyxl_old("openpyxl-old.xlsx")
    xlsxwriter_new("xlsxwriter-new.xlsx")
    wps("wps-plain.xlsx")
    subprocess.run(["node", "make.js"], check=True)
    with open("lines.csv", "w", encoding="utf-8") as out:
        out.write("\n".join(CSV_ROWS) + "\n")
    libreoffice("lines.csv", "libreoffice-plain.xlsx")
    for template in ("openpyxl-old", "xlsxwriter-new"):
        subprocess.run(["soffice", "--headless", "--convert-to", "xlsx", "--outdir", "out", template + ".xlsx"], check=True)
        subprocess.run(["mv", "out/" + template + ".xlsx", "libreoffice-" + template.split("-")[1] + ".xlsx"], check=True)

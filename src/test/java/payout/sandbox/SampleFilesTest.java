package payout.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleFilesTest {

  @Test
  void the_committed_files_are_what_the_generator_writes() throws Exception {
    for (Map.Entry<String, byte[]> file : SampleFiles.all().entrySet()) {
      assertThat(Merchant.HOME.resolve("samples").resolve(file.getKey()))
          .hasBinaryContent(file.getValue());
    }
  }

  @Test
  void the_large_file_contains_what_it_states() throws Exception {
    List<String> rows =
        Files.readAllLines(
            Merchant.HOME.resolve("samples/payout-2500.csv"), StandardCharsets.UTF_8);
    List<String[]> lines =
        rows.subList(1, rows.size() - 1).stream().map(row -> row.split(",", 5)).toList();
    List<BigDecimal> amounts = lines.stream().map(line -> new BigDecimal(line[3])).toList();

    assertThat(rows.get(0)).isEqualTo("serial_no,payee_account,payee_name,amount,remark");
    assertThat(lines).hasSize(2500).allSatisfy(line -> assertThat(line).hasSize(5));
    assertThat(lines.stream().map(line -> line[0]).distinct()).hasSize(2500);
    assertThat(lines).allSatisfy(line -> assertThat(line[1]).matches("\\d{11}|.+@example\\.com"));
    assertThat(new TreeSet<>(amounts).first()).isEqualTo("0.01");
    assertThat(new TreeSet<>(amounts).last()).isEqualTo("4999.99");
    BigDecimal sum = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(rows.get(2501)).isEqualTo("#total,2500," + sum.toPlainString());
  }

  @Test
  void twelve_payees_of_the_large_file_fail_each_with_another_code() throws Exception {
    List<String> rows =
        Files.readAllLines(
            Merchant.HOME.resolve("samples/payout-2500.csv"), StandardCharsets.UTF_8);

    List<String> codes =
        rows.stream()
            .filter(row -> row.contains("FAIL"))
            .map(row -> PayeeRules.failure(row.split(",")[2]).orElseThrow())
            .collect(Collectors.toList());

    assertThat(codes).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void the_templates_are_gbk_with_crlf() throws Exception {
    for (String name : List.of("payout-old-template.csv", "payout-new-template.csv")) {
      byte[] bytes = Files.readAllBytes(Merchant.HOME.resolve("samples").resolve(name));
      String text = new String(bytes, Charset.forName("GBK"));

      assertThat(text.lines().allMatch(line -> text.contains(line + "\r\n"))).isTrue();
      assertThat(text).contains("金额").endsWith("\r\n");
      assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("\uFFFD");
    }
  }
}

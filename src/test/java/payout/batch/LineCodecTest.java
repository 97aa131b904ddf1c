package payout.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineCodecTest {

  @Property(tries = 300)
  void lines_come_back_as_they_were(@ForAll("lines") List<PayoutLine> lines) {
    assertThat(LineCodec.decodeLines(LineCodec.encodeLines(lines))).isEqualTo(lines);
  }

  @Property(tries = 300)
  void results_come_back_as_they_were(@ForAll("results") List<LineResult> results) {
    assertThat(LineCodec.decodeResults(LineCodec.encodeResults(results))).isEqualTo(results);
  }

  @Property(tries = 300)
  void rejected_lines_come_back_as_they_were(@ForAll("rejected") List<RejectedLine> lines) {
    assertThat(LineCodec.decodeRejected(LineCodec.encodeRejected(lines))).isEqualTo(lines);
  }

  @Property(tries = 300)
  void faults_come_back_as_they_were(@ForAll("faults") List<Fault> faults) {
    assertThat(LineCodec.decodeFaults(LineCodec.encodeFaults(faults))).isEqualTo(faults);
  }

  @Test
  void a_line_is_readable_text() {
    byte[] bytes =
        LineCodec.encodeLines(
            List.of(new PayoutLine(2, "A", "a@example.com", "张三", new Money(150), "")));

    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo("v1\n2\tA\ta@example.com\t张三\t1.50\t\n");
  }

  @Property(tries = 100)
  void values_without_a_version_are_read_as_the_first_one(
      @ForAll("lines") List<PayoutLine> lines,
      @ForAll("results") List<LineResult> results,
      @ForAll("rejected") List<RejectedLine> rejected,
      @ForAll("faults") List<Fault> faults) {
    assertThat(LineCodec.decodeLines(older(LineCodec.encodeLines(lines)))).isEqualTo(lines);
    assertThat(LineCodec.decodeResults(older(LineCodec.encodeResults(results)))).isEqualTo(results);
    assertThat(LineCodec.decodeRejected(older(LineCodec.encodeRejected(rejected))))
        .isEqualTo(rejected);
    assertThat(LineCodec.decodeFaults(older(LineCodec.encodeFaults(faults)))).isEqualTo(faults);
  }

  private static byte[] older(byte[] value) {
    byte[] rows = LineCodec.withoutVersion(value);
    assertThat(rows).hasSize(value.length - LineCodec.VERSION_BYTES).doesNotContain('v');
    assertThat(LineCodec.withoutVersion(rows)).isEqualTo(rows);
    return rows;
  }

  @Test
  void a_version_that_is_not_known_is_refused() {
    byte[] bytes = "v2\n2\tA\ta@example.com\t张三\t1.50\t\tnew\n".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> LineCodec.decodeLines(bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The ledger holds rows of version v2, which this program does not know.");
    assertThatThrownBy(() -> new BatchLines(bytes, 1, new Money(150)).records('^', '|'))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\tb", "a\nb"})
  void a_value_with_a_separator_is_refused(String value) {
    PayoutLine line = new PayoutLine(2, "A", "a@example.com", value, new Money(1), "");

    assertThatThrownBy(() -> LineCodec.encodeLines(List.of(line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(value);
  }

  @Test
  void a_value_that_was_cut_short_is_no_value() {
    byte[] bytes = "2\tA\ta@example.com".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> LineCodec.decodeLines(bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A row of the ledger is cut short.");
  }

  @Provide
  Arbitrary<List<PayoutLine>> lines() {
    return Combinators.combine(row(), text(), text(), text(), fen(), text())
        .as((r, s, a, n, f, m) -> new PayoutLine(r, s, a, n, new Money(f), m))
        .list()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<LineResult>> results() {
    return Combinators.combine(Arbitraries.of(LineState.class), text(), text(), text())
        .as(LineResult::new)
        .list()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<RejectedLine>> rejected() {
    return Combinators.combine(row(), text(), text(), text(), text(), text(), text(), text())
        .as(RejectedLine::new)
        .list()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<Fault>> faults() {
    return Combinators.combine(row(), text(), text(), text()).as(Fault::new).list().ofMaxSize(20);
  }

  private static Arbitrary<Long> row() {
    return Arbitraries.longs().between(0, Long.MAX_VALUE);
  }

  private static Arbitrary<Long> fen() {
    return Arbitraries.longs().between(0, 99999999999999999L);
  }

  private static Arbitrary<String> text() {
    return Arbitraries.strings().withChars("aZ0 ,\"^|\r张\u00e9\u2028\ufeff").ofMaxLength(20);
  }
}

package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RecordBinderTest {

  private final RecordBinder binder = new RecordBinder();

  @Provide
  Arbitrary<List<String>> fields() {
    Arbitrary<String> plain = Arbitraries.strings().excludeChars('\0');
    Arbitrary<String> quoted = Arbitraries.strings().withChars("\"', a\n,\\|#").ofMaxLength(8);
    return Arbitraries.oneOf(plain, quoted).list().ofSize(5);
  }

  @Property(tries = 1000)
  void a_row_is_bound_without_changing_a_character(@ForAll("fields") List<String> fields) {
    RawLine line = binder.bind(List.of(new Row(7, fields))).get(0);

    assertThat(line)
        .isEqualTo(
            new RawLine(
                7, fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4)));
  }

  @Test
  void no_value_of_a_row_remains_in_the_next() {
    Row full = new Row(2, List.of("S", "a@b", "Zhang", "1.00", "May"));
    Row empty = new Row(3, List.of("", "", "", "", ""));

    assertThat(binder.bind(List.of(full, empty, full)))
        .containsExactly(
            new RawLine(2, "S", "a@b", "Zhang", "1.00", "May"),
            new RawLine(3, "", "", "", "", ""),
            new RawLine(2, "S", "a@b", "Zhang", "1.00", "May"));
  }

  @Test
  void a_row_of_another_width_is_a_programming_error() {
    Row narrow = new Row(2, List.of("S", "a@b", "Zhang", "1.00"));

    assertThatThrownBy(() -> binder.bind(List.of(narrow)))
        .isInstanceOf(IllegalStateException.class);
  }
}

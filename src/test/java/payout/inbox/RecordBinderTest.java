package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class RecordBinderTest {

  private final RecordBinder binder = new RecordBinder(Layout.PLAIN);

  @Property(tries = 500)
  void a_row_is_bound_letter_by_letter(@ForAll @Size(5) List<String> fields) {
    RawLine line = binder.bind(List.of(new Row(7, fields))).get(0);

    assertThat(line)
        .isEqualTo(
            new RawLine(
                7, fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4)));
  }
}

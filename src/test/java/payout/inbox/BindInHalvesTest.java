package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindInHalvesTest {

  private final BindInHalves binder = new BindInHalves();

  @AfterEach
  void close() {
    binder.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100, 101, 1000})
  void all_rows_are_bound_in_their_order(int count) {
    List<Row> rows = LongStream.rangeClosed(1, count).mapToObj(BindInHalvesTest::row).toList();

    for (int chunk = 0; chunk < 3; chunk++) {
      assertThat(binder.bind(rows)).containsExactlyElementsOf(new RecordBinder().bind(rows));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 997})
  void a_row_of_either_half_that_cannot_be_bound_shows_on_the_thread_of_the_route(int at) {
    List<Row> rows =
        new ArrayList<>(LongStream.range(0, 1000).mapToObj(BindInHalvesTest::row).toList());
    rows.set(at, new Row(at, List.of("S", "a@b")));

    assertThatThrownBy(() -> binder.bind(rows))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Row " + at + " does not have five fields.");
  }

  private static Row row(long number) {
    return new Row(number, List.of("S" + number, "a@b", "Zhang", number + ".00", "May"));
  }
}

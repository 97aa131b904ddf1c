package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A body of 10 bytes needs 80 while it is processed. */
class WorkMemoryTest {

  private final List<String> started = new ArrayList<>();
  private final WorkMemory memory = new WorkMemory(160);

  @Test
  void starts_what_fits_and_the_rest_when_memory_is_free() {
    WorkMemory.Work first = work("first", 10);
    work("second", 10);
    work("third", 10);
    assertThat(started).containsExactly("first", "second");

    memory.end(first);
    memory.end(first);

    assertThat(started).containsExactly("first", "second", "third");
  }

  @Test
  void a_small_body_does_not_wait_behind_large_ones() {
    WorkMemory.Work first = work("first", 15);
    work("large", 20);
    work("small", 5);

    assertThat(started).containsExactly("first", "small");

    memory.end(first);
    assertThat(started).containsExactly("first", "small");
  }

  @Test
  void the_first_starts_however_large_it_is() {
    WorkMemory.Work huge = work("huge", 1_000);
    work("small", 1);
    assertThat(started).containsExactly("huge");

    memory.end(huge);

    assertThat(started).containsExactly("huge", "small");
  }

  @Test
  void work_that_ended_while_it_waited_never_starts() {
    WorkMemory.Work first = work("first", 20);
    WorkMemory.Work gone = work("gone", 20);
    memory.end(gone);

    memory.end(first);

    assertThat(started).containsExactly("first");
    work("next", 20);
    assertThat(started).containsExactly("first", "next");
  }

  private WorkMemory.Work work(String name, int length) {
    return memory.work(length, () -> started.add(name));
  }
}

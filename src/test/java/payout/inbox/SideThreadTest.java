package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SideThreadTest {

  @Test
  void outcomes_come_in_the_order_of_the_work() {
    try (SideThread<Integer> thread = new SideThread<>("test")) {
      for (int i = 0; i < 100; i++) {
        int each = i;
        thread.give(() -> each);
      }

      for (int i = 0; i < 100; i++) {
        assertThat(thread.take()).isEqualTo(i);
      }
      assertThat(thread.given()).isZero();
    }
  }

  @Test
  void an_exception_of_a_task_is_thrown_to_the_caller() {
    UncheckedIOException fault = new UncheckedIOException(new IOException("disk"));
    OutOfMemoryError error = new OutOfMemoryError("test");
    try (SideThread<Integer> thread = new SideThread<>("test")) {
      thread.give(
          () -> {
            throw fault;
          });
      thread.give(
          () -> {
            throw error;
          });

      assertThatThrownBy(thread::take).isSameAs(fault);
      assertThatThrownBy(thread::take).isSameAs(error);
    }
  }

  @Test
  void closing_waits_for_the_running_task_and_starts_no_other() throws Exception {
    List<String> done = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    SideThread<Boolean> thread = new SideThread<>("test");
    thread.give(
        () -> {
          begun.countDown();
          goOn.await(1, TimeUnit.MINUTES);
          return done.add("first");
        });
    thread.give(() -> done.add("second"));
    assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();

    Thread closing = new Thread(thread::close);
    closing.start();
    closing.join(50);
    assertThat(closing.isAlive()).isTrue();
    goOn.countDown();
    closing.join(60_000);

    assertThat(closing.isAlive()).isFalse();
    assertThat(done).containsExactly("first");
  }
}

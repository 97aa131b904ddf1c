package payout.bench;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import payout.config.Settings;
import payout.console.Console;
import payout.console.Role;
import payout.ledger.Ledger;
import payout.testing.ConsoleClient;

/** Asks a console for 20 pages a second, in turn, each of a logged-in user; they may overlap. */
final class Visitors implements AutoCloseable {

  private static final int PAGES_A_SECOND = 20;
  private static final int AT_ONCE = 4;
  private static final String USER = "vera";

  private final Console console;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(AT_ONCE);
  private final AtomicLong asked = new AtomicLong();

  /** Begins to ask. */
  Visitors(Settings settings, Ledger ledger) {
    ConsoleClient.addUser(settings, USER, Role.VIEWER);
    console = Console.start(settings, ledger, 0);
    List<String> pages = List.of("/", "/files", "/files/1", "/payments?q=A-1");
    for (int i = 0; i < AT_ONCE; i++) {
      ConsoleClient browser = ConsoleClient.of(console).logIn(USER);
      long pause = TimeUnit.SECONDS.toNanos(AT_ONCE) / PAGES_A_SECOND;
      int first = i;
      AtomicLong turn = new AtomicLong(first);
      clock.scheduleAtFixedRate(
          () -> {
            browser.get(pages.get((int) (turn.getAndIncrement() % pages.size())));
            asked.incrementAndGet();
          },
          pause * i / AT_ONCE,
          pause,
          TimeUnit.NANOSECONDS);
    }
  }

  /** How many pages were answered. */
  long asked() {
    return asked.get();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    console.close();
  }
}

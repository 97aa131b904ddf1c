package payout.ledger.sql;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process in which several ledgers give up connections at the same time: one is closed on one
 * thread while the next is opened on another, repeatedly. A deadlock in the database library would
 * block the whole process forever, so this is a separate process.
 */
final class GivenUpConnections {

  static final String DONE = "Every ledger answered.";

  private static final int LEDGERS = 8;
  private static final int FAULTS = 150;

  private GivenUpConnections() {}

  public static void main(String[] arguments) throws InterruptedException {
    List<Thread> all = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < LEDGERS; i++) {
      Path file = Path.of(arguments[0], "ledger-" + i + ".db");
      Thread thread =
          new Thread(
              () -> {
                String answer = live("jdbc:sqlite:" + file);
                synchronized (answers) {
                  answers.add(answer);
                }
              });
      thread.start();
      all.add(thread);
    }
    for (Thread thread : all) {
      thread.join();
    }
    System.out.println(answers.size() == LEDGERS ? DONE : "Only these: " + answers);
  }

  private static String live(String url) {
    try (Database database = Database.open(url, "", "")) {
      database.write(sql -> sql.update("CREATE TABLE note (word TEXT)"));
      for (int i = 0; i < FAULTS; i++) {
        fail(database);
        database.read(sql -> sql.number("SELECT COUNT(*) FROM note"));
      }
      return url;
    }
  }

  private static void fail(Database database) {
    try {
      database.write(sql -> sql.update("INSERT INTO note (word, letter) VALUES ('a', 'b')"));
      throw new IllegalStateException("A write that must fail did not.");
    } catch (LedgerException expected) {
      // Its connection was given up, which is what this is about.
    }
  }
}

package payout.console;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.LineResult;
import payout.ledger.Payment;
import payout.ledger.PaymentStory;
import payout.ledger.PaymentStory.Entry;

/**
 * A line of the story of a payment, as a page shows it.
 *
 * @param at when, milliseconds since 1970
 * @param prefix which texts have a word for what happened
 * @param word what happened
 * @param from the state before; empty where there is none
 * @param to the state after; empty where there is none
 * @param by who or what caused it; may be empty
 * @param detail details; may be empty
 * @param node on which node; may be empty
 */
public record StoryLine(
    long at,
    String prefix,
    String word,
    String from,
    String to,
    String by,
    String detail,
    String node) {

  private static final long SECOND_MS = 1000;

  private static final DateTimeFormatter OF_GATEWAY =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

  /**
   * All of them, the oldest first: what the ledger knows, the input line, and what the gateway
   * said.
   */
  static List<StoryLine> of(PaymentStory story) {
    List<StoryLine> lines = new ArrayList<>();
    lines.add(input(story));
    story.entries().forEach(each -> lines.add(of(each)));
    lines.sort(Comparator.comparingLong(StoryLine::at));
    addFinish(story.payment().result(), lines);
    return List.copyOf(lines);
  }

  private static StoryLine input(PaymentStory story) {
    Payment payment = story.payment();
    return new StoryLine(
        payment.origin().receivedAt(),
        "story",
        "INPUT",
        "",
        "",
        "",
        story.file().name() + ":" + payment.line().row() + ", SHA-256 " + story.file().sha256(),
        "");
  }

  private static StoryLine of(Entry entry) {
    return new StoryLine(
        entry.at(),
        switch (entry.source()) {
          case FILE, BATCH, GRANT -> "event";
          case NOTIFY -> "notify";
          case CORRECTION -> "story";
          case OUTPUT -> "output";
        },
        entry.kind(),
        entry.from(),
        entry.to(),
        entry.by(),
        entry.detail(),
        entry.node());
  }

  /**
   * The gateway says when it finished a line, to the second, in China; what it is not, is left out.
   * It stands at the end of that second, behind the post, but before the notify that told it.
   */
  private static void addFinish(LineResult result, List<StoryLine> lines) {
    if (result.finishedAt().isEmpty()) {
      return;
    }
    try {
      long at =
          LocalDateTime.parse(result.finishedAt(), OF_GATEWAY)
              .atZone(ChinaClock.CHINA)
              .toInstant()
              .toEpochMilli();
      int place = 0;
      while (place < lines.size() && lines.get(place).isBeforeFinish(at)) {
        place++;
      }
      lines.add(
          place,
          new StoryLine(
              at, "story", "FINISHED", "", result.state().name(), "", result.gatewaySerial(), ""));
    } catch (DateTimeParseException e) {
      // the facts of the page show it as it came
    }
  }

  private boolean isBeforeFinish(long second) {
    boolean tellsIt = prefix.equals("notify") || word.equals(BatchState.SETTLED.name());
    return at < second || (at < second + SECOND_MS && !tellsIt);
  }
}

package payout.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import payout.batch.Characters;
import payout.route.LostArchive;

/** What a start would take again, as text. */
final class LostText {

  private LostText() {}

  static void print(LostArchive.Found found, PrintWriter out) {
    Stream.of(
            each(
                found.lost().stream().map(lost -> lost.archived() + " in " + lost.place()).toList(),
                "The ledger does not know these files, and a start takes them again:"),
            each(
                found.waiting().stream().map(file -> file.name() + " of " + file.inbox()).toList(),
                "These files wait by this ledger and were accepted since; a start lets them wait for"
                    + " an approval without an end:"),
            each(
                found.decided().stream().map(file -> file.name() + " of " + file.inbox()).toList(),
                "These files wait by this ledger and were decided on since; a start lets nothing of"
                    + " them be sent without a person:"),
            each(
                found.traces(),
                "The ledger does not know these files, which were refused; a start takes"
                    + " none of them again:"),
            each(found.unread(), "These folders cannot be read:"))
        .flatMap(List::stream)
        .forEach(line -> out.println(Characters.shown(line)));
    if (found.isEmpty()) {
      out.println(
          "The ledger knows every file in .done that was archived after its last decision.");
    }
    out.flush();
  }

  private static List<String> each(List<String> items, String heading) {
    return items.isEmpty()
        ? List.of()
        : Stream.concat(Stream.of(heading), items.stream().map(item -> "  " + item)).toList();
  }
}

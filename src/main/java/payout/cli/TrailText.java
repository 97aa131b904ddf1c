package payout.cli;

import java.util.ArrayList;
import java.util.List;
import payout.batch.ChinaClock;
import payout.ledger.TrailReport;

/** What a verification of the trail found, as sentences. */
final class TrailText {

  private TrailText() {}

  /** The result in a sentence. */
  static String summary(TrailReport report) {
    if (!report.isWhole()) {
      return "The trail is BROKEN.";
    }
    return report.head().number() == 0
        ? "The trail has no seal yet."
        : "The trail is whole: "
            + count(report.head().number(), "seal")
            + " over "
            + count(report.events(), "step")
            + " and "
            + count(report.acts(), "act")
            + " of persons.";
  }

  /** Everything, a line each. */
  static List<String> of(TrailReport report) {
    List<String> lines = new ArrayList<>(List.of(summary(report)));
    report.findings().forEach(each -> lines.add("  " + each.sentence()));
    if (report.more() > 0) {
      lines.add("  And " + report.more() + " more.");
    }
    report.breaks().forEach(each -> lines.add("  " + text(each)));
    if (report.head().number() > 0) {
      lines.add(chain(report));
    }
    notes(report, lines);
    return lines;
  }

  private static String text(TrailReport.Break each) {
    return "The ledger was restored before "
        + ChinaClock.iso(each.at())
        + ", recorded in seal "
        + each.seal()
        + (each.isKnown() ? " (a known break): " : "; what was sealed behind the copy is lost: ")
        + each.detail();
  }

  private static String chain(TrailReport report) {
    boolean isBroken = report.wholeFrom() > 1;
    return (isBroken
            ? report.wholeFrom() > report.head().number()
                ? "It does not hold up to its end"
                : "It holds from seal " + report.wholeFrom() + " on"
            : "It holds from seal 1 (" + ChinaClock.iso(report.sealedFrom()) + ") on")
        + "; the last is seal "
        + report.head().number()
        + " ("
        + ChinaClock.iso(report.sealedTo())
        + "), "
        + report.head().hash()
        + ".";
  }

  private static void notes(TrailReport report, List<String> lines) {
    if (report.older() > 0) {
      lines.add(
          count(report.older(), "row")
              + " were there before the chain; it proves them from their seals on.");
    }
    if (report.late() > 0) {
      lines.add(
          count(report.late(), "row")
              + " were sealed more than an hour after their time, the first is "
              + report.firstLate()
              + ".");
    }
    if (report.pending() > 0) {
      lines.add(
          count(report.pending(), "row")
              + " not sealed yet, the oldest of "
              + ChinaClock.iso(report.pendingSince())
              + "; a running service seals what is there within 5 seconds.");
    }
    lines.add(
        report.heads() == 0
            ? "Nothing outside of the ledger was compared. Whoever can write the database can rebuild"
                + " the chain; --outbox DIR compares it with the files of days."
            : count(report.heads(), "head") + " outside of the ledger compared.");
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}

package payout.console;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import payout.batch.ChinaClock;
import payout.batch.Language;
import payout.batch.Sha256;
import payout.inbox.ConsoleInbox;
import payout.inbox.IntakeRules;
import payout.inbox.TypedLines;
import payout.ledger.Source;
import payout.ledger.Submitted;

/**
 * The form in which lines are typed or pasted. It is checked as often as it is sent; it becomes a
 * file only when nothing is wrong and the count and the sum are those that were shown before.
 *
 * <p>The name of that file is made from the form's key, so that a form that is sent twice is one
 * file.
 */
final class SubmitForm {

  private static final int NEW_ROWS = 5;
  private static final int MORE_ROWS = 20;
  private static final int SHORT_DIGITS = 8;
  private static final int FAULTY = 422;

  /** The fields of the columns, in order. */
  static final List<String> FIELDS = List.of("serial", "account", "name", "amount", "remark");

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);

  private final ConsoleInbox inbox;
  private final IntakeRules rules;
  private final ChinaClock clock;

  SubmitForm(ConsoleInbox inbox, IntakeRules rules, ChinaClock clock) {
    this.inbox = inbox;
    this.rules = rules;
    this.clock = clock;
  }

  /** The form before anything was typed. */
  SubmitView empty() {
    return new SubmitView(
        new SubmitView.Sent("", "", "", rows(List.of(), NEW_ROWS), ""), null, "", 200);
  }

  /** The form as it was sent, checked. */
  SubmitView read(Visit visit) {
    List<List<String>> typed = typed(visit);
    List<List<String>> pasted = TypedLines.pasted(visit.form().get("paste"));
    List<List<String>> all = new ArrayList<>(typed);
    all.addAll(pasted);
    String problem = problem(all, pasted);
    if (!problem.isEmpty()) {
      return new SubmitView(sent(visit, rows(typed, NEW_ROWS), true), null, problem, FAULTY);
    }
    if (visit.form().get("do").equals("more")) {
      return new SubmitView(sent(visit, rows(all, MORE_ROWS), false), null, "", 200);
    }
    return checked(visit, all);
  }

  private SubmitView checked(Visit visit, List<List<String>> all) {
    Params form = visit.form();
    TypedLines.Checked checked =
        new TypedLines(rules, language(visit)).check(all, form.get("count"), form.get("total"));
    SubmitView.Sent sent = sent(visit, rows(all, NEW_ROWS), false);
    if (!checked.isValid()) {
      return new SubmitView(sent, checked, "", FAULTY);
    }
    boolean wasShown = SubmitView.shown(checked).equals(form.get("seen"));
    return sent.wanted().equals("check") || wasShown
        ? new SubmitView(sent, checked, "", 200)
        : new SubmitView(sent, checked, "form.changed", 409);
  }

  private static SubmitView.Sent sent(Visit visit, List<List<String>> rows, boolean keepsPaste) {
    Params form = visit.form();
    return new SubmitView.Sent(
        form.get("do"),
        form.get("count"),
        form.get("total"),
        rows,
        keepsPaste ? form.get("paste") : "");
  }

  /** Makes a file of the lines and submits it; sent twice, it is submitted once. */
  Submitted submit(Visit visit, SubmitView view, Source from) {
    byte[] file = view.checked().file();
    String name = "form-" + DAY.format(clock.today()) + "-" + shortened(visit.formKey()) + ".csv";
    try {
      return inbox
          .from(from)
          .submit(
              name,
              new ByteArrayInputStream(file),
              file.length,
              visit.visitor().name(),
              view.onlyCheck());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shortened(String key) {
    byte[] hash = Sha256.newDigest().digest(key.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash).substring(0, SHORT_DIGITS);
  }

  private static Language language(Visit visit) {
    return visit.language().equals(Locale.ENGLISH) ? Language.EN : Language.ZH;
  }

  /** What keeps the lines from being judged one by one; a key of the texts, or empty. */
  private static String problem(List<List<String>> all, List<List<String>> pasted) {
    if (all.size() > TypedLines.LINES_MAX) {
      return "form.many";
    }
    return pasted.stream().anyMatch(TypedLines::isTooWide) ? "form.wide" : "";
  }

  /** The rows of the table, without those that are empty. */
  private static List<List<String>> typed(Visit visit) {
    List<List<String>> columns = FIELDS.stream().map(visit.form()::all).toList();
    int count = columns.get(0).size();
    if (columns.stream().anyMatch(column -> column.size() != count)) {
      throw new RefusedException(400, Texts.in(visit.language()).of("form.broken"));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int row = i;
      List<String> cells = columns.stream().map(column -> column.get(row)).toList();
      if (!TypedLines.isEmpty(cells)) {
        rows.add(cells);
      }
    }
    return rows;
  }

  /** Rows of five cells, and some empty ones behind them. */
  private static List<List<String>> rows(List<List<String>> filled, int more) {
    List<List<String>> rows = new ArrayList<>();
    for (List<String> each : filled) {
      List<String> five = new ArrayList<>(each.subList(0, Math.min(each.size(), FIELDS.size())));
      five.addAll(Collections.nCopies(FIELDS.size() - five.size(), ""));
      rows.add(five);
    }
    int room = TypedLines.LINES_MAX - rows.size();
    rows.addAll(Collections.nCopies(Math.min(more, room), Collections.nCopies(FIELDS.size(), "")));
    return rows;
  }
}

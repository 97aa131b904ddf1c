package payout.crash;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import payout.batch.BatchState;
import payout.batch.FileState;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.crash.SimulatedGateway.Notice;
import payout.crash.SimulatedGateway.Shape;
import payout.ledger.BatchContent;
import payout.ledger.BatchRecord;
import payout.ledger.FileList;
import payout.ledger.FileRecord;
import payout.ledger.FileRow;
import payout.ledger.PaymentLedger;
import payout.ledger.PaymentPage;
import payout.ledger.StatusLedger;
import payout.ledger.TrailReport;
import payout.testing.Folders;

/** Holds the service against the gateway's own book: I1 to I8. */
final class SimulationAudit {

  private final SimulatedService service;
  private final SimulatedGateway gateway;
  private final Map<String, LineState> finals = new HashMap<>();
  private final List<String> wrongs = new ArrayList<>();

  SimulationAudit(SimulatedService service, SimulatedGateway gateway) {
    this.service = service;
    this.gateway = gateway;
  }

  List<String> wrongs() {
    return wrongs;
  }

  void wrong(String what) {
    wrongs.add(what);
  }

  /** Whether a batch has all its results. */
  boolean isSettled(String batchNo) {
    return status().batches(batchNo).stream().anyMatch(b -> b.state() == BatchState.SETTLED);
  }

  /** I3: when a notify was answered success, what it said is in the ledger. */
  void answered(Notice notice, boolean success) {
    if (notice.shape == Shape.FORGED || notice.shape == Shape.OTHER_MERCHANT) {
      check(!success, "a " + notice.shape + " notify was answered success");
    }
    if (!success || notice.shape != Shape.TRUE || !service.isRunning()) {
      return;
    }
    SimulatedGateway.Batch batch = gateway.book().get(notice.batchNo);
    Map<String, LineState> known = states(last(notice.batchNo));
    for (int place : notice.places) {
      SimulatedGateway.Line line = batch.lines().get(place);
      LineState truth = line.isPaid() ? LineState.PAID : LineState.FAILED;
      check(
          known.get(line.serial()) == truth,
          "I3: success for " + line.serial() + " " + truth + ", known " + known.get(line.serial()));
    }
  }

  /** I4; and only an operator holds a batch, for the gateway has no other under our numbers. */
  void nothingFinalChanged() {
    for (BatchContent content : contents()) {
      check(
          content.batch().state() != BatchState.HELD || isHeldByHand(content.batch()),
          "I8: nobody held " + content.batch());
      states(content)
          .forEach(
              (serial, state) -> {
                if (state.isFinal()) {
                  LineState was = finals.putIfAbsent(content.batch().id() + "/" + serial, state);
                  check(
                      was == null || was == state,
                      "I4: " + serial + " was " + was + ", is " + state);
                }
              });
    }
  }

  private boolean isHeldByHand(BatchRecord batch) {
    return status().events(batch).stream()
        .filter(event -> "HELD".equals(event.to()) && !"HELD".equals(event.from()))
        .reduce((first, second) -> second)
        .filter(event -> event.kind().equals("HOLD"))
        .isPresent();
  }

  /** Whether nothing is left to do. */
  boolean isQuiet() {
    StatusLedger.Totals totals = status().totals();
    return totals.waiting() + totals.sending() + totals.unpublished() + totals.unknown() == 0
        && service.hasTakenSubmissions()
        && Folders.names(service.inbox()).stream().allMatch(SimulationAudit::isLeft)
        && Folders.names(service.inbox().resolve(".waiting")).isEmpty()
        && status().files(1000).stream().allMatch(file -> isFinal(file.state()))
        && gateway.notices().stream().allMatch(notice -> notice.done)
        && !gateway.hasLatePosts();
  }

  /** A file that a process left hidden amid its move is still to be archived. */
  private static boolean isLeft(String name) {
    return name.startsWith(".") && !name.startsWith(".payout-moving-");
  }

  /** How many files had to wait for the limit of a day. */
  int waitedForTheLimit() {
    return (int)
        status().files(1000).stream()
            .filter(file -> file.waited() != null)
            .filter(file -> file.waited().first() == FileState.AWAITING_LIMIT)
            .count();
  }

  /** Everything, when all is quiet. */
  void everythingAtTheEnd(int drops) {
    nothingFinalChanged();
    nobodyIsPaidTwice();
    theBooksAreEqual();
    everyFileIsWhole();
    everyFileIsArchivedOnce(drops);
    everyOutputIsThereOnce();
    everyReportAddsUp();
    nothingSecretIsInTheStory();
    everyPaymentIsFoundByItsAccount();
    theSumsOfFilesAreThoseOfTheirBatches();
    theTrailIsWhole();
  }

  private void theTrailIsWhole() {
    TrailReport report = service.ledger().trail().verify(List.of(), Set.of());
    boolean isEmpty = status().files(1).isEmpty();
    check(report.isWhole() && (report.events() > 0 || isEmpty), "the trail: " + report);
  }

  private void nobodyIsPaidTwice() {
    gateway
        .paid()
        .forEach((serial, times) -> check(times == 1, "I1: " + serial + " paid " + times));
    Set<String> paid = new HashSet<>();
    for (BatchContent content : contents()) {
      states(content)
          .forEach(
              (serial, state) ->
                  check(state != LineState.PAID || paid.add(serial), "I1: twice PAID " + serial));
    }
    check(paid.equals(gateway.paid().keySet()), "I6: ours " + paid + " theirs " + gateway.paid());
  }

  private void theBooksAreEqual() {
    for (SimulatedGateway.Batch there : gateway.book().values()) {
      BatchContent here = last(there.batchNo());
      check(
          here.batch().state() == BatchState.SETTLED,
          "I6: " + here.batch() + " is with the gateway");
      Map<String, LineState> known = states(here);
      check(known.size() == there.lines().size(), "I6: other lines in " + there.batchNo());
      for (SimulatedGateway.Line line : there.lines()) {
        LineState truth = line.isPaid() ? LineState.PAID : LineState.FAILED;
        check(
            known.get(line.serial()) == truth,
            "I6: " + line + ", ours " + known.get(line.serial()));
      }
    }
    for (BatchContent here : contents()) {
      boolean there = gateway.book().containsKey(here.batch().batchNo());
      boolean isSettled = here.batch().state() == BatchState.SETTLED;
      boolean isLast = last(here.batch().batchNo()).batch().id() == here.batch().id();
      check(!isSettled || there, "I6: " + here.batch() + " is not in the gateway's book");
      check(isSettled || !there || !isLast, "I6: " + here.batch() + " is in the gateway's book");
    }
  }

  /** I2. */
  private void everyFileIsWhole() {
    for (FileRecord file : status().files(1000)) {
      if (file.state() == FileState.SETTLED) {
        Money sum = Money.ZERO;
        long lines = 0;
        for (BatchRecord batch : status().batches(file.id())) {
          BatchContent content = status().content(batch.id());
          check(batch.openLines() == 0, "I2: open lines in " + batch);
          for (LineResult each : content.results()) {
            check(each.state().isFinal(), "I2: an open line in " + batch);
          }
          for (PayoutLine line : content.lines()) {
            sum = sum.plus(line.amount());
            lines++;
          }
        }
        check(sum.equals(file.amount()) && lines == file.lines(), "I2: " + file + " holds " + sum);
        theResultSaysSo(file);
      }
    }
  }

  private void theResultSaysSo(FileRecord file) {
    String text = service.outputs().get(start(file) + ".result.csv");
    if (text == null) {
      wrong("I5: no result of " + file.name());
      return;
    }
    List<String> expected = new ArrayList<>();
    for (BatchRecord batch : status().batches(file.id())) {
      states(status().content(batch.id()))
          .forEach((serial, state) -> expected.add(serial + " " + state + " " + batch.batchNo()));
    }
    List<String> rows = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    int rejected = 0;
    for (String row : text.lines().skip(1).toList()) {
      String[] field = row.split(",", -1);
      if (field[6].equals("REJECTED")) {
        rejected++;
        continue;
      }
      rows.add(field[1] + " " + field[6] + " " + field[9]);
      sum = sum.add(new BigDecimal(field[4]));
    }
    check(rejected == file.rejectedLines(), "I2: lines left out of " + file.name());
    rows.sort(null);
    expected.sort(null);
    check(rows.equals(expected), "I2: result of " + file.name() + " says " + rows);
    check(sum.toString().equals(file.amount().toString()), "I2: sum of " + file.name());
  }

  private void everyFileIsArchivedOnce(int drops) {
    int archived =
        Folders.names(service.inbox().resolve(".done")).size()
            + Folders.names(service.inbox().resolve(".rejected")).size();
    check(archived == drops, drops + " files were dropped, " + archived + " are archived");
    int known = status().files(1000).size();
    int all = drops + service.submitted() + resubmitted();
    check(known == all, all + " files were dropped or submitted, the ledger knows " + known);
    everySubmissionIsKept();
  }

  /**
   * How many files were submitted once more by a program whose answer was lost. Only a file that
   * was refused meanwhile can be: everything else is answered as the same file.
   */
  private int resubmitted() {
    Map<String, List<FileRecord>> byName =
        status().files(1000).stream()
            .filter(FileRecord::isSubmitted)
            .collect(Collectors.groupingBy(FileRecord::name));
    int count = 0;
    for (List<FileRecord> files : byName.values()) {
      files.sort(Comparator.comparingLong(FileRecord::id));
      for (FileRecord earlier : files.subList(0, files.size() - 1)) {
        check(earlier.state() == FileState.REJECTED, earlier.name() + " was taken in twice");
        count++;
      }
    }
    return count;
  }

  /** I9; and of uploads that ended with their process nothing is left. */
  private void everySubmissionIsKept() {
    for (FileRecord file : status().files(1000)) {
      boolean kept = service.ledger().submissions().open(file.id()).isPresent();
      check(kept == file.isSubmitted(), "I9: the bytes of " + file.name() + " kept: " + kept);
      check(file.isSubmitted() == file.inbox().equals("console"), "I9: who submitted " + file);
    }
    int stored = service.storedSubmissions();
    check(stored == service.submitted() + resubmitted(), "submissions in the ledger: " + stored);
  }

  /** I5. */
  private void everyOutputIsThereOnce() {
    Set<String> expected = new TreeSet<>();
    for (FileRecord file : status().files(1000)) {
      expected.add(start(file) + ".ack.csv");
      if (file.waited() != null) {
        expected.add(start(file) + ".waiting.csv");
      }
      boolean invalid = file.state() == FileState.REJECTED && file.waited() == null;
      if (invalid || file.rejectedLines() > 0) {
        expected.add(start(file) + ".rejects.csv");
      }
      boolean unpaid = false;
      for (BatchRecord batch : status().batches(file.id())) {
        expected.add(start(file) + "." + batch.batchNo() + ".result.csv");
        unpaid |= batch.paidLines() < batch.lines();
      }
      if (file.state() == FileState.SETTLED) {
        expected.add(start(file) + ".result.csv");
        if (unpaid) {
          expected.add(start(file) + ".retry.csv");
        }
      }
    }
    service.outputs().keySet().stream()
        .filter(each -> isReport(each) || isOfStatement(each))
        .forEach(expected::add);
    check(
        expected.equals(service.outputs().keySet()),
        "I5: expected " + expected + "\n    out " + service.outputs().keySet());
    List<String> there =
        Folders.names(service.outbox()).stream().filter(name -> !name.startsWith(".")).toList();
    check(new TreeSet<>(there).equals(expected), "I5: in the outbox lie " + there);
  }

  /** What a statement said; nothing in it is about these payments. */
  private static boolean isOfStatement(String name) {
    return name.matches("statement\\.[0-9]{4}-[0-9]{2}-[0-9]{2}\\.[0-9a-f]{8}\\.match\\.csv");
  }

  /** One for each day that ended since the first file, and their contents never change. */
  private static boolean isReport(String name) {
    return name.matches("reconcile\\.[0-9]{4}-[0-9]{2}-[0-9]{2}\\.csv");
  }

  /** I2 in the report of each day: what it says of a file adds up. */
  private void everyReportAddsUp() {
    service
        .outputs()
        .forEach(
            (name, text) -> {
              if (name.startsWith("reconcile.")) {
                text.lines().skip(1).forEach(row -> check(addsUp(row), "I2: " + name + " " + row));
              }
            });
  }

  private static boolean addsUp(String row) {
    String[] field = row.split(",", -1);
    long lines = 0;
    BigDecimal amount = BigDecimal.ZERO;
    for (int i = 8; i < 16; i += 2) {
      lines += Long.parseLong(field[i]);
      amount = amount.add(new BigDecimal(field[i + 1]));
    }
    return lines == Long.parseLong(field[6]) && amount.compareTo(new BigDecimal(field[7])) == 0;
  }

  /** I7. */
  private void nothingSecretIsInTheStory() {
    for (BatchContent content : contents()) {
      status()
          .events(content.batch())
          .forEach(event -> check(!event.detail().contains("@"), "I7: " + event.detail()));
    }
  }

  private void everyPaymentIsFoundByItsAccount() {
    PaymentLedger payments = service.ledger().payments();
    for (BatchContent content : contents()) {
      for (PayoutLine line : content.lines()) {
        PaymentPage page = payments.ofAccount(line.account(), "");
        check(page.accountsBefore() == 0, "accounts are left to be indexed");
        check(
            !page.next().isEmpty()
                || page.payments().stream()
                    .anyMatch(
                        found ->
                            found.origin().batch().id() == content.batch().id()
                                && found.line().equals(line)),
            "the account of " + line + " is not found in " + content.batch());
      }
    }
  }

  private void theSumsOfFilesAreThoseOfTheirBatches() {
    for (FileRow row : service.ledger().files().page(FileList.Filter.ALL, "", 200).rows()) {
      long open = 0;
      long paid = 0;
      Money amount = Money.ZERO;
      for (BatchRecord batch : status().batches(row.file().id())) {
        open += batch.openLines();
        paid += batch.paidLines();
        amount = amount.plus(batch.paidAmount());
      }
      check(
          row.openLines() == open && row.paidLines() == paid && row.paidAmount().equals(amount),
          "I2: the sums of " + row.file() + " are not those of its batches");
    }
  }

  private List<BatchContent> contents() {
    List<BatchContent> all = new ArrayList<>();
    for (FileRecord file : status().files(1000)) {
      for (BatchRecord batch : status().batches(file.id())) {
        all.add(status().content(batch.id()));
      }
    }
    return all;
  }

  private BatchContent last(String batchNo) {
    List<BatchRecord> batches = status().batches(batchNo);
    return status().content(batches.get(batches.size() - 1).id());
  }

  private static Map<String, LineState> states(BatchContent content) {
    Map<String, LineState> states = new TreeMap<>();
    for (int i = 0; i < content.lines().size(); i++) {
      states.put(content.lines().get(i).serial(), content.results().get(i).state());
    }
    return states;
  }

  /** {@code <stem>.<id>} by contract. */
  private static String start(FileRecord file) {
    String id = file.sha256().substring(0, 8) + (file.arrival() > 1 ? "-" + file.arrival() : "");
    return file.name().replaceFirst("\\.[^.]*$", "") + "." + id;
  }

  private static boolean isFinal(FileState state) {
    return state == FileState.SETTLED
        || state == FileState.REJECTED
        || state == FileState.DUPLICATE;
  }

  private StatusLedger status() {
    return service.ledger().status();
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      wrong(otherwise);
    }
  }
}

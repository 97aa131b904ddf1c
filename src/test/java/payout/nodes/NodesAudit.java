package payout.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import payout.batch.BatchState;
import payout.batch.FileState;
import payout.ledger.BatchContent;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.nodes.Cluster.Drop;
import payout.sandbox.BookLine;
import payout.sandbox.DeliveryRecord;
import payout.sandbox.PostRecord;
import payout.testing.FakeGateway.Post;
import payout.testing.Folders;

/** Holds ledger, outbox and inboxes of a cluster against the gateway's own book: I1 to I8. */
final class NodesAudit {

  private final Cluster cluster;
  private final List<String> wrongs = new ArrayList<>();
  private final List<FileRecord> files;
  private final Map<Long, List<BatchContent>> contents = new TreeMap<>();
  private final List<BookLine> book;

  private NodesAudit(Cluster cluster) {
    this.cluster = cluster;
    book = cluster.simulator().book().lines();
    files =
        cluster.ledger(
            ledger -> {
              List<FileRecord> all = ledger.files(100_000);
              for (FileRecord file : all) {
                contents.put(
                    file.id(),
                    ledger.batches(file.id()).stream()
                        .map(batch -> ledger.content(batch.id()))
                        .toList());
              }
              return all;
            });
  }

  /** Everything, when all is quiet. */
  static void holds(Cluster cluster) {
    NodesAudit audit = new NodesAudit(cluster);
    audit.eachGroupIsTakenOnce();
    audit.everyLineIsInTheGatewaysBookOnce();
    audit.noNumberHasTwoContents();
    audit.ledgerAndBookAreEqual();
    audit.eachOutputIsOutOnce();
    audit.theResultsAreTheGatewaysBook();
    audit.eachFileIsArchivedOnce();
    audit.successWasSaidOnce();
    cluster.nodes().stream()
        .filter(n -> n.process() != null)
        .forEach(ClusterNode::saysNothingSecret);
    assertThat(audit.wrongs).as(() -> cluster.story()).isEmpty();
  }

  /** Each drop is one file in the ledger; of those with the same serials one is settled. */
  private void eachGroupIsTakenOnce() {
    check(files.size() == cluster.drops().size(), "I2: files " + files.size());
    groups()
        .values()
        .forEach(
            group -> {
              List<FileState> states =
                  group.stream()
                      .map(drop -> new Key(drop.name(), sha256(drop.text())))
                      .distinct()
                      .flatMap(key -> files.stream().filter(file -> Key.of(file).equals(key)))
                      .map(FileRecord::state)
                      .toList();
              check(
                  states.size() == group.size()
                      && states.stream().filter(FileState.SETTLED::equals).count() == 1,
                  "I1: " + group.get(0).name() + " and its like are " + states);
            });
  }

  private void everyLineIsInTheGatewaysBookOnce() {
    Map<String, List<BookLine>> byPrefix =
        book.stream().collect(Collectors.groupingBy(line -> line.serial().split("-")[0]));
    groups()
        .values()
        .forEach(
            group -> {
              String prefix = group.get(0).file().prefix();
              List<String> fates =
                  byPrefix.getOrDefault(prefix, List.of()).stream()
                      .sorted(Comparator.comparing(BookLine::serial))
                      .map(NodesAudit::fate)
                      .toList();
              check(
                  fates.equals(group.get(0).file().fates()),
                  "I6: the gateway's lines of " + prefix + " are " + fates);
            });
    check(byPrefix.size() == groups().size(), "I6: others are in the book: " + byPrefix.keySet());
  }

  /** Whatever was posted, taken or not, and even if the gateway refused it. */
  private void noNumberHasTwoContents() {
    Map<String, String> lines = new HashMap<>();
    Map<String, String> numberOf = new HashMap<>();
    for (Post post : cluster.gateway().posts()) {
      String before = lines.putIfAbsent(post.batchNo(), post.lines());
      check(before == null || before.equals(post.lines()), "I1: two contents of " + post.batchNo());
      for (String line : post.parameters("utf-8").get("detail_data").split("\\|")) {
        String serial = line.split("\\^")[0];
        String other = numberOf.putIfAbsent(serial, post.batchNo());
        check(
            other == null || other.equals(post.batchNo()),
            "I1: " + serial + " in " + other + " and " + post.batchNo());
      }
    }
    Map<String, Long> taken =
        cluster.simulator().book().posts().stream()
            .filter(PostRecord::taken)
            .collect(Collectors.groupingBy(PostRecord::batchNo, Collectors.counting()));
    taken.forEach((number, times) -> check(times == 1, "I1: " + number + " taken " + times));
  }

  private void ledgerAndBookAreEqual() {
    List<String> ours = new ArrayList<>();
    for (List<BatchContent> batches : contents.values()) {
      for (BatchContent content : batches) {
        BatchRecord batch = content.batch();
        check(batch.state() == BatchState.SETTLED, "I8: " + batch);
        for (int i = 0; i < content.lines().size(); i++) {
          ours.add(
              batch.batchNo()
                  + " "
                  + content.lines().get(i).serial()
                  + ","
                  + content.results().get(i).state()
                  + ","
                  + content.lines().get(i).amount());
        }
      }
    }
    List<String> theirs =
        book.stream().map(line -> line.batchNo() + " " + fate(line)).sorted().toList();
    check(ours.stream().sorted().toList().equals(theirs), "I6: " + difference(ours, theirs));
  }

  private void eachOutputIsOutOnce() {
    wrongs.addAll(cluster.reader().wrongs());
    Set<String> expected = new TreeSet<>();
    for (FileRecord file : files) {
      expected.add(start(file) + ".ack.csv");
      if (file.state() == FileState.REJECTED) {
        expected.add(start(file) + ".rejects.csv");
      }
      boolean unpaid = false;
      for (BatchContent content : contents.get(file.id())) {
        expected.add(start(file) + "." + content.batch().batchNo() + ".result.csv");
        unpaid |= content.batch().paidLines() < content.batch().lines();
      }
      if (file.state() == FileState.SETTLED) {
        expected.add(start(file) + ".result.csv");
        if (unpaid) {
          expected.add(start(file) + ".retry.csv");
        }
      }
    }
    Set<String> out = cluster.reader().files().keySet();
    check(
        out.stream()
            .filter(name -> !name.startsWith("reconcile.") && !isAboutWarnings(name))
            .collect(Collectors.toSet())
            .equals(expected),
        "I5: " + difference(expected, out));
  }

  /** Which lines are warned about is not foreseen here; that each file has one such at most is. */
  private boolean isAboutWarnings(String name) {
    return files.stream().anyMatch(file -> name.equals(start(file) + ".warnings.csv"));
  }

  private void theResultsAreTheGatewaysBook() {
    Map<String, String> out = cluster.reader().files();
    for (FileRecord file : files) {
      if (file.state() != FileState.SETTLED) {
        continue;
      }
      String text = out.getOrDefault(start(file) + ".result.csv", "");
      Set<String> numbers =
          contents.get(file.id()).stream()
              .map(content -> content.batch().batchNo())
              .collect(Collectors.toSet());
      List<String> theirs =
          book.stream()
              .filter(line -> numbers.contains(line.batchNo()))
              .map(line -> fate(line) + "," + line.batchNo() + "," + line.innerSerial())
              .sorted()
              .toList();
      List<String> rows = text.lines().skip(1).map(NodesAudit::fateOfRow).sorted().toList();
      check(rows.equals(theirs), "I6: the result of " + file.name() + " is not the book");
      BigDecimal sum =
          text.lines()
              .skip(1)
              .map(r -> new BigDecimal(r.split(",", -1)[4]))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      check(sum.toString().equals(file.amount().toString()), "I2: sum of " + file.name());
    }
  }

  private void eachFileIsArchivedOnce() {
    for (Path inbox : cluster.inboxes()) {
      List<String> dropped =
          cluster.drops().stream()
              .filter(drop -> drop.inbox().equals(inbox))
              .map(Drop::name)
              .sorted()
              .toList();
      List<String> archived =
          Stream.of(".done", ".rejected")
              .flatMap(kept -> Folders.names(inbox.resolve(kept)).stream())
              .map(name -> name.replaceFirst("^[0-9]{17}-", ""))
              .sorted()
              .toList();
      check(archived.equals(dropped), inbox + ": " + difference(dropped, archived));
      check(Folders.names(inbox).isEmpty(), inbox + " holds " + Folders.names(inbox));
    }
  }

  /** I3: a notify that was answered success is never sent again; what it said is in the results. */
  private void successWasSaidOnce() {
    cluster.simulator().book().deliveries().stream()
        .filter(DeliveryRecord::success)
        .collect(Collectors.groupingBy(DeliveryRecord::notifyId, Collectors.counting()))
        .forEach((id, times) -> check(times == 1, "I3: success to " + id + " " + times));
  }

  private Map<Integer, List<Drop>> groups() {
    return cluster.drops().stream().collect(Collectors.groupingBy(Drop::group));
  }

  private static String fate(BookLine line) {
    return line.serial() + "," + (line.isPaid() ? "PAID" : "FAILED") + "," + line.amount();
  }

  private static String fateOfRow(String row) {
    String[] field = row.split(",", -1);
    return String.join(",", field[1], field[6], field[4], field[9], field[10]);
  }

  /** {@code <stem>.<id>} of the names of output files. */
  private static String start(FileRecord file) {
    String id = file.sha256().substring(0, 8) + (file.arrival() > 1 ? "-" + file.arrival() : "");
    return file.name().replaceFirst("\\.[^.]*$", "") + "." + id;
  }

  private static String difference(Iterable<String> expected, Iterable<String> found) {
    List<String> missing = new ArrayList<>();
    expected.forEach(missing::add);
    List<String> tooMuch = new ArrayList<>();
    found.forEach(
        each -> {
          if (!missing.remove(each)) {
            tooMuch.add(each);
          }
        });
    return "missing " + missing + ", too much " + tooMuch;
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      wrongs.add(otherwise);
    }
  }

  private record Key(String name, String sha256) {
    static Key of(FileRecord file) {
      return new Key(file.name(), file.sha256());
    }
  }
}

package payout.ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import payout.ledger.TrailReport.Break;
import payout.ledger.TrailReport.Finding;
import payout.ledger.chain.Seal;
import payout.ledger.chain.Seal.Head;
import payout.ledger.chain.SealedRow;
import payout.ledger.chain.SealedRows;
import payout.ledger.chain.Trail;
import payout.ledger.sql.Database;

/**
 * One verification: reads the chain from its beginning and each row that it names, then each row
 * that is there. Only reads, in short pieces, while a service may be writing and packing.
 */
final class TrailCheck {

  private static final int SEALS = 20;
  private static final long LATE_MS = TimeUnit.HOURS.toMillis(1);

  /** The first seal of a new ledger comes a moment after its first row. */
  private static final long OLDER_MS = TimeUnit.MINUTES.toMillis(1);

  private final Database database;
  private final List<OutsideHead> heads;
  private final Set<Long> knownBreaks;
  private final SealedContent content;

  private final Map<Trail, IdSet> sealed = new EnumMap<>(Trail.class);
  private final Map<Trail, Long> counts = new EnumMap<>(Trail.class);
  private final Map<Long, String> hashes = new HashMap<>();
  private final Set<Long> headNumbers = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Break> breaks = new ArrayList<>();
  private Head head = Head.START;
  private long sealedFrom;
  private long sealedTo;
  private long older;
  private long late;
  private String firstLate = "";
  private long more;
  private long wholeFrom = 1;

  TrailCheck(Database database, List<OutsideHead> heads, Set<Long> knownBreaks) {
    this.database = database;
    this.heads = heads;
    this.knownBreaks = knownBreaks;
    this.content = new SealedContent(database);
    for (Trail trail : Trail.values()) {
      sealed.put(trail, new IdSet());
      counts.put(trail, 0L);
    }
    heads.forEach(each -> headNumbers.add(each.head().number()));
  }

  TrailReport run() {
    readChain();
    UnsealedRows unsealed = new UnsealedRows(database, sealed);
    unsealed.look();
    // What was sealed since; then the marks of before say which rows cannot be missing in it.
    readChain();
    unsealed.judge(sealedTo).forEach(sentence -> add(0, sentence));
    compareHeads();
    return new TrailReport(
        head,
        sealedFrom,
        sealedTo,
        counts.get(Trail.EVENT),
        counts.get(Trail.AUDIT),
        older,
        late,
        firstLate,
        unsealed.pending(),
        unsealed.pendingSince(),
        heads.size(),
        wholeFrom,
        findings,
        more,
        breaks);
  }

  private void readChain() {
    List<Seal> some;
    do {
      long from = head.number();
      some = database.read(sql -> SealTable.behind(sql, from, SEALS));
      some.forEach(this::check);
    } while (!some.isEmpty());
  }

  private void check(Seal seal) {
    long next = head.number() + 1;
    if (seal.number() != next) {
      long last = seal.number() - 1;
      String which =
          next == last ? "Seal " + next + " is" : "Seals " + next + " to " + last + " are";
      add(seal.number(), which + " missing.");
    } else if (!seal.previous().equals(head.hash())) {
      add(
          seal.number(),
          "Seal "
              + seal.number()
              + " does not name the hash of the seal before; one of the two was changed.");
    }
    if (!seal.isWhole()) {
      add(
          seal.number(),
          "Seal " + seal.number() + " was changed: its hash is not the one over it.");
    }
    head = seal.head();
    sealedFrom = sealedFrom == 0 ? seal.at() : sealedFrom;
    sealedTo = seal.at();
    if (headNumbers.contains(seal.number())) {
      hashes.put(seal.number(), seal.hash());
    }
    checkRows(seal);
  }

  private void checkRows(Seal seal) {
    List<SealedRow> rows;
    try {
      rows = SealedRows.decode(seal.data());
    } catch (IllegalArgumentException e) {
      add(seal.number(), "Seal " + seal.number() + " cannot be read: " + e.getMessage() + ".");
      return;
    }
    Map<SealedRow, TrailRow> found = content.of(rows);
    for (SealedRow row : rows) {
      sealed.get(row.trail()).add(row.id());
      counts.merge(row.trail(), 1L, Long::sum);
      TrailRow there = found.get(row);
      if (there == null) {
        add(seal.number(), name(row) + " is missing; seal " + seal.number() + " covers it.");
      } else if (!row.equals(there.sealed())) {
        add(seal.number(), name(row) + " was changed since seal " + seal.number() + " covered it.");
      } else {
        note(seal, there);
      }
    }
  }

  private static String name(SealedRow row) {
    String id = row.toString();
    return Character.toUpperCase(id.charAt(0)) + id.substring(1);
  }

  private void note(Seal seal, TrailRow row) {
    if (row.at() < sealedFrom - OLDER_MS) {
      older++;
    } else if (row.at() < seal.at() - LATE_MS) {
      firstLate = late == 0 ? row.trail().table() + " " + row.id() : firstLate;
      late++;
    }
    if (row.trail() == Trail.EVENT && row.kind().equals(Restored.KIND)) {
      breaks.add(
          new Break(seal.number(), row.at(), row.detail(), knownBreaks.contains(seal.number())));
    }
  }

  private void compareHeads() {
    for (OutsideHead each : heads) {
      String hash = hashes.get(each.head().number());
      boolean fits = each.head().number() == 0 || each.head().hash().equals(hash);
      if (!fits && !isOfKnownBreak(each)) {
        add(
            0,
            each.where()
                + " says that seal "
                + each.head().number()
                + " has the hash "
                + each.head().hash()
                + "; "
                + (hash == null
                    ? "the ledger has no such seal."
                    : "in the ledger it has " + hash + "."));
      }
    }
  }

  /** What was sealed before the ledger was restored, and is lost. */
  private boolean isOfKnownBreak(OutsideHead outside) {
    return breaks.stream()
        .anyMatch(
            each ->
                each.isKnown()
                    && outside.head().number() >= each.seal()
                    && outside.at() <= each.at());
  }

  private void add(long seal, String sentence) {
    if (findings.size() < TrailReport.FINDINGS_MAX) {
      findings.add(new Finding(seal, sentence));
    } else {
      more++;
    }
    wholeFrom = Math.max(wholeFrom, seal + 1);
  }
}

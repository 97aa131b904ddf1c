package payout.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import payout.batch.FileState;
import payout.batch.LineState;
import payout.ledger.Act;
import payout.ledger.ActLedger;
import payout.ledger.FileList;
import payout.ledger.FileRecord;
import payout.ledger.Seen;
import payout.ledger.Settlement;
import payout.ledger.WaitingLedger;

/**
 * The calls that act: the same acts as the commands, of the person whose token it is. Each names
 * what it touches and is refused when that changed.
 */
final class ApiActs {

  private static final String REASON = "reason";
  private static final String LINES = "lines";
  private static final String AMOUNT = "amount";
  private static final String DRY_RUN = "dry_run";
  private static final String BATCH = "/batches/:batch_no";

  private final WaitingLedger waiting;
  private final ActLedger acts;
  private final FileList files;
  private final CallActs calls;
  private final String partner;

  /**
   * The acts on this ledger.
   *
   * @param partner whose sending is resumed
   */
  ApiActs(WaitingLedger waiting, ActLedger acts, FileList files, CallActs calls, String partner) {
    this.waiting = waiting;
    this.acts = acts;
    this.files = files;
    this.calls = calls;
    this.partner = partner;
  }

  List<Endpoint> endpoints() {
    return List.of(
        act("/files/:id/approve", Role.APPROVER, this::approve),
        act("/files/:id/reject", Role.APPROVER, this::reject),
        act(BATCH + "/hold", Role.OPERATOR, visit -> batch(visit, acts::hold)),
        act(BATCH + "/release", Role.OPERATOR, this::release),
        act(BATCH + "/resend", Role.OPERATOR, visit -> batch(visit, acts::resend)),
        act(BATCH + "/settle", Role.OPERATOR, this::settle),
        act("/resume", Role.OPERATOR, this::resume));
  }

  private Endpoint act(String path, Role role, Endpoint.Action action) {
    return Endpoint.call("POST", Api.ROOT + path, role, visit -> calls.perform(visit, action));
  }

  private Reply approve(Visit visit) {
    JsonInput input = input(visit, "sha256", LINES, AMOUNT, REASON, "exceed_limit");
    FileRecord file = Api.file(visit, files).file();
    String sha256 = input.text("sha256");
    if (!sha256.matches("[0-9a-fA-F]{64}")) {
      throw new RefusedException(400, "The field sha256 must have 64 hexadecimal digits.");
    }
    Seen seen = new Seen(input.count(LINES), input.amount(AMOUNT), sha256);
    Act act = calls.act(visit, input.textOr(REASON, ""), input.flag(DRY_RUN)).seeing(seen);
    boolean exceeds = input.flag("exceed_limit");
    if (file.state() == FileState.AWAITING_LIMIT && !exceeds) {
      throw new RefusedException(
          409,
          "File "
              + file.name()
              + " waits for the limit of the day, not for approval; to let it exceed that, add"
              + " \"exceed_limit\": true.");
    }
    return done(
        exceeds ? waiting.exceedLimit(file.id(), act) : waiting.approve(file.id(), act), act);
  }

  private Reply reject(Visit visit) {
    JsonInput input = input(visit, REASON);
    FileRecord file = Api.file(visit, files).file();
    Act act = calls.act(visit, reason(input), input.flag(DRY_RUN));
    return done(waiting.reject(file.id(), act), act);
  }

  private Reply batch(Visit visit, ActOnBatch onBatch) {
    JsonInput input = input(visit, REASON, LINES, AMOUNT);
    Act act = calls.act(visit, reason(input), input.flag(DRY_RUN)).seeing(seen(input));
    return done(onBatch.perform(Api.batchNo(visit), act), act);
  }

  private Reply release(Visit visit) {
    JsonInput input = input(visit, REASON, LINES, AMOUNT, "ours");
    Act act = calls.act(visit, reason(input), input.flag(DRY_RUN)).seeing(seen(input));
    String batchNo = Api.batchNo(visit);
    return done(input.flag("ours") ? acts.isOurs(batchNo, act) : acts.release(batchNo, act), act);
  }

  private Reply settle(Visit visit) {
    JsonInput input =
        input(visit, REASON, LINES, AMOUNT, "as", "serials", "all", "correct", "early");
    Act act = calls.act(visit, reason(input), input.flag(DRY_RUN)).seeing(seen(input));
    Settlement settlement = settlement(Api.batchNo(visit), input);
    Settlement.Result result = acts.settle(settlement, act);
    return answer(result.isDone() ? 200 : 202, result.isDone() ? "DONE" : "PROPOSED", result, act);
  }

  private static Settlement settlement(String batchNo, JsonInput input) {
    boolean all = input.flag("all");
    if (all == input.has("serials")) {
      throw new RefusedException(400, "Name the lines in serials, or say \"all\": true.");
    }
    LineState as =
        Optional.of(input.text("as").toUpperCase(Locale.ROOT))
            .filter(word -> word.equals("PAID") || word.equals("FAILED"))
            .map(LineState::valueOf)
            .orElseThrow(() -> new RefusedException(400, "The field as must be paid or failed."));
    boolean early = input.flag("early");
    boolean correct = input.flag("correct");
    if (early && as != LineState.FAILED) {
      throw new RefusedException(400, "early can only be used with \"as\": \"failed\".");
    }
    if (correct && all) {
      throw new RefusedException(400, "correct can only be used with one serial.");
    }
    Settlement settlement =
        all ? Settlement.all(batchNo, as) : Settlement.lines(batchNo, input.texts("serials"), as);
    settlement = correct ? settlement.correcting() : settlement;
    return early ? settlement.evenEarly() : settlement;
  }

  /** A body is not needed, since nothing else is paused. */
  private Reply resume(Visit visit) {
    JsonInput input =
        visit.call().body().isBlank()
            ? JsonInput.read("{}", Set.of())
            : input(visit, REASON, LINES, AMOUNT);
    Act act = calls.act(visit, input.textOr(REASON, ""), input.flag(DRY_RUN));
    boolean names = input.has(LINES) || input.has(AMOUNT);
    Act seeing = names ? act.seeing(seen(input)) : act;
    return done(acts.resume(partner, seeing), seeing);
  }

  private static JsonInput input(Visit visit, String... fields) {
    Set<String> known = new TreeSet<>(List.of(fields));
    known.add(DRY_RUN);
    return JsonInput.read(visit.call().body(), known);
  }

  private static String reason(JsonInput input) {
    String reason = input.text(REASON);
    if (!Act.isReadable(reason)) {
      throw new RefusedException(400, "The field reason needs a letter or a digit.");
    }
    return reason;
  }

  private static Seen seen(JsonInput input) {
    return Seen.of(input.count(LINES), input.amount(AMOUNT));
  }

  private static Reply done(String sentence, Act act) {
    return answer(200, "DONE", new Settlement.Result(sentence, true), act);
  }

  private static Reply answer(int status, String result, Settlement.Result settled, Act act) {
    ObjectNode told = Json.object();
    told.put("result", act.dryRun() ? "DRY_RUN" : result);
    told.put("detail", settled.sentence());
    return Json.reply(act.dryRun() ? 200 : status, "application/json", told);
  }

  @FunctionalInterface
  private interface ActOnBatch {
    String perform(String batchNo, Act act);
  }
}

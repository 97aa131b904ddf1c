package payout.console;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import payout.batch.Fault;
import payout.batch.FileState;
import payout.batch.RejectedLine;
import payout.config.InboxSettings;
import payout.config.Settings;
import payout.console.Outputs.Output;
import payout.ledger.About;
import payout.ledger.ActKind;
import payout.ledger.ActLedger;
import payout.ledger.AuditKind;
import payout.ledger.BatchRecord;
import payout.ledger.FileList;
import payout.ledger.FileRecord;
import payout.ledger.FileRow;
import payout.ledger.Ledger;
import payout.ledger.PublicationLedger;
import payout.ledger.StatusLedger;
import payout.ledger.Submission;
import payout.setup.IntakeSettings;

/** Files: the list, the page of one, and its outputs to download. */
final class FilePages {

  /** Rows of the list; a person reads no more at once. */
  private static final int ROWS = 50;

  private static final int SHOWN_MAX = 200;

  private final Templates templates;
  private final FileList files;
  private final StatusLedger status;
  private final ActLedger acts;
  private final PublicationLedger publications;
  private final Outputs outputs;
  private final Recorder recorder;
  private final List<String> inboxes;

  FilePages(
      Templates templates, Ledger ledger, Settings settings, Outputs outputs, Recorder recorder) {
    this.templates = templates;
    this.files = ledger.files();
    this.status = ledger.status();
    this.acts = ledger.acts(IntakeSettings.acceptRules(settings));
    this.publications = ledger.publications();
    this.outputs = outputs;
    this.recorder = recorder;
    this.inboxes = inboxes(settings);
  }

  private static List<String> inboxes(Settings settings) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < settings.inbox().endpoints().size(); i++) {
      names.add(InboxSettings.name(i));
    }
    names.add(Submission.INBOX);
    return List.copyOf(names);
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.page("GET", "/files", Role.VIEWER, this::list),
        Endpoint.page("GET", "/files/:id", Role.VIEWER, this::file),
        Endpoint.page("GET", "/files/:id/outputs/:name", Role.VIEWER, this::download)
            .forDownload());
  }

  private Reply list(Visit visit) {
    FileState state = Asked.choice(visit, "state", FileState.class);
    Optional<LocalDate> day = Asked.day(visit, "day");
    String inbox = visit.query().get("inbox").strip();
    String text = visit.query().get("text").strip();
    FileList.Filter filter = FileList.Filter.ALL.in(state).of(inbox).named(text);
    FileList.Filter asked = day.isPresent() ? filter.on(day.get()) : filter;
    FileList.Page page =
        Asked.from(visit.query().get("after"), after -> files.page(asked, after, ROWS));
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("state", state == null ? "" : state.name());
    fields.put("day", day.map(LocalDate::toString).orElse(""));
    fields.put("inbox", inbox);
    fields.put("text", text);
    return templates.page(
        visit,
        "files",
        Map.of(
            "rows",
            page.rows(),
            "fields",
            Map.copyOf(fields),
            "inboxes",
            inboxes,
            "first",
            visit.query().has("after") ? Links.query("/files", fields) : "",
            "next",
            page.next().isEmpty() ? "" : next(fields, page.next())));
  }

  private static String next(Map<String, String> fields, String after) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("after", after);
    return Links.query("/files", all);
  }

  private Reply file(Visit visit) {
    FileRow row = found(visit);
    FileRecord file = row.file();
    int place = place(visit);
    List<BatchRecord> batches = files.batches(file.id(), place);
    List<Fault> faults = publications.faults(file);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("row", row);
    values.put("sums", files.sums(file.id()));
    values.put("batches", batches);
    values.put("results", results(file, batches));
    values.put("nextBatches", nextBatches(file, batches));
    values.put("outputs", outputs.of(file));
    values.put("faults", faults.subList(0, Math.min(faults.size(), SHOWN_MAX)));
    values.put("faultsTotal", publications.faultsTotal(file));
    values.put("warnings", ShownWarnings.of(publications, file, SHOWN_MAX));
    values.put("rejected", rejected(file));
    values.put("events", status.lastEvents(file, SHOWN_MAX));
    values.put("offers", offers(visit, file));
    values.put("own", file.isBroughtInBy(visit.visitor().name()));
    values.put("done", DeedPages.done(visit));
    values.put("renewal", batchesAt(file, place) + (place == 0 ? "?" : "&") + "renewed=yes");
    return templates.page(visit, "file", values);
  }

  /** What the state allows; who may do nothing of it does not make the ledger look. */
  private Set<ActKind> offers(Visit visit, FileRecord file) {
    boolean mayAct = visit.visitor().may(Role.OPERATOR) || visit.visitor().may(Role.APPROVER);
    return mayAct ? acts.offers(file.id()) : Set.of();
  }

  private FileRow found(Visit visit) {
    return files.file(Asked.id(visit, "id")).orElseThrow(Asked::nothing);
  }

  /** Behind which batch the list begins; 0 for all that is no place. */
  private static int place(Visit visit) {
    String place = visit.query().get("batches");
    return place.matches("[0-9]{1,7}") ? Integer.parseInt(place) : 0;
  }

  private static String nextBatches(FileRecord file, List<BatchRecord> shown) {
    int last = shown.isEmpty() ? file.batches() : shown.get(shown.size() - 1).place();
    return last < file.batches() ? batchesAt(file, last) : "";
  }

  private static String batchesAt(FileRecord file, int place) {
    return Links.file(file.id()) + (place == 0 ? "" : "?batches=" + place);
  }

  private Map<Long, String> results(FileRecord file, List<BatchRecord> batches) {
    return outputs.of(file, batches).stream()
        .collect(Collectors.toMap(Output::batchId, Output::name));
  }

  /** The first lines that were left out; they hold accounts and names, which are not shown. */
  private List<RejectedLine> rejected(FileRecord file) {
    List<RejectedLine> lines = new ArrayList<>();
    int chunk = -1;
    while (file.rejectedLines() > 0 && lines.size() < SHOWN_MAX) {
      Optional<PublicationLedger.RejectedChunk> next = publications.rejectedAfter(file, chunk);
      if (next.isEmpty()) {
        break;
      }
      lines.addAll(next.get().lines());
      chunk = next.get().chunk();
    }
    return lines.subList(0, Math.min(lines.size(), SHOWN_MAX));
  }

  /** Only what the ledger published under this name for this file; a name is never a path. */
  private Reply download(Visit visit) {
    FileRecord file = found(visit).file();
    String name = visit.path().get("name");
    Reply reply = outputs.download(file.id(), name).orElseThrow(Asked::nothing);
    recorder.record(visit, AuditKind.DOWNLOADED, About.of(file), name);
    return reply;
  }
}

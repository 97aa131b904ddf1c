package payout.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import payout.inbox.ConsoleInbox;
import payout.ledger.About;
import payout.ledger.AuditKind;
import payout.ledger.BatchRecord;
import payout.ledger.FileList;
import payout.ledger.FileRecord;
import payout.ledger.FileRow;
import payout.ledger.StatusLedger;
import payout.ledger.SubmissionRefusedException;
import payout.ledger.Submitted;
import payout.status.FileJson;
import payout.status.LineCounts;
import payout.status.Shown;

/** The calls about files: to submit one, to follow it, to fetch what came of it. */
final class ApiFiles {

  private static final String JSON = "application/json";

  private final ConsoleInbox inbox;
  private final FileList files;
  private final StatusLedger status;
  private final Outputs outputs;
  private final Recorder recorder;

  ApiFiles(
      ConsoleInbox inbox, FileList files, StatusLedger status, Outputs outputs, Recorder recorder) {
    this.recorder = recorder;
    this.inbox = inbox;
    this.files = files;
    this.status = status;
    this.outputs = outputs;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.fileCall(Api.ROOT + "/files", Role.SUBMITTER, this::submit),
        Endpoint.call("GET", Api.ROOT + "/files", Role.VIEWER, this::list).forDownload(),
        Endpoint.call("GET", Api.ROOT + "/files/:id", Role.VIEWER, this::one),
        Endpoint.call("GET", Api.ROOT + "/files/:id/outputs/:name", Role.VIEWER, this::output)
            .forDownload());
  }

  private Reply submit(Visit visit) {
    Upload body = visit.uploads().get(0);
    try (InputStream bytes = Files.newInputStream(body.file())) {
      Submitted submitted =
          inbox
              .from(recorder.from(visit))
              .submit(body.name(), bytes, body.size(), visit.visitor().name(), false);
      ObjectNode told = Json.object();
      told.put("id", submitted.id());
      told.put("sha256", submitted.sha256());
      told.put("name", submitted.name());
      return Json.reply(submitted.isNew() ? 202 : 200, JSON, told)
          .with("Location", Api.ROOT + "/files/" + submitted.id());
    } catch (SubmissionRefusedException e) {
      throw new RefusedException(SubmitOutcome.status(e.reason()), e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply list(Visit visit) {
    FileQuery query = FileQuery.of(visit.query());
    FileList.Page page =
        query
            .after()
            .map(id -> files.pageBehind(query.filter(), id, query.limit()))
            .orElseGet(() -> files.page(query.filter(), "", query.limit()));
    List<FileRow> rows = page.rows();
    return Json.stream(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("files");
          for (FileRow row : rows) {
            json.writeTree(told(row));
          }
          json.writeEndArray();
          json.writeFieldName("next");
          if (page.next().isEmpty() || rows.isEmpty()) {
            json.writeNull();
          } else {
            json.writeNumber(rows.get(rows.size() - 1).file().id());
          }
          json.writeEndObject();
        });
  }

  private Reply one(Visit visit) {
    return Json.reply(200, JSON, told(Api.file(visit, files)));
  }

  private Reply output(Visit visit) {
    String name = visit.path().get("name");
    FileRecord file = Api.file(visit, files).file();
    Reply reply =
        outputs
            .download(file.id(), name)
            .orElseThrow(
                () ->
                    new RefusedException(
                        404,
                        "This file has no output of this name in the outbox; see its outputs."));
    recorder.record(visit, AuditKind.DOWNLOADED, About.of(file), name);
    return reply;
  }

  private ObjectNode told(FileRow row) {
    ObjectNode told = Json.object();
    List<BatchRecord> batches = status.batches(row.file().id());
    FileJson.put(told, row.file(), batches, LineCounts.of(batches));
    told.put("received_at", Shown.time(row.receivedAt()));
    told.put("decided_at", Shown.time(row.decidedAt()));
    told.put("settled_at", Shown.time(row.settledAt()));
    ArrayNode names = told.putArray("outputs");
    outputs.names(row.file().id()).forEach(names::add);
    return told;
  }
}

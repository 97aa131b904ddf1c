package payout.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import payout.inbox.ConsoleInbox;
import payout.ledger.SubmissionRefusedException;
import payout.ledger.Submitted;

/** Bringing in files: by upload, and by the form, which becomes a file as well. */
final class SubmitPages {

  /** The files of one form. */
  static final int FILES_MAX = 50;

  private final Templates templates;
  private final ConsoleInbox inbox;
  private final SubmitForm form;
  private final Recorder recorder;

  SubmitPages(Templates templates, ConsoleInbox inbox, SubmitForm form, Recorder recorder) {
    this.recorder = recorder;
    this.templates = templates;
    this.inbox = inbox;
    this.form = form;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.page(
            "GET", "/submit", Role.SUBMITTER, visit -> page(200, visit, form.empty(), List.of())),
        Endpoint.upload("/submit", Role.SUBMITTER, this::upload),
        Endpoint.page("POST", "/submit/form", Role.SUBMITTER, this::typed));
  }

  private Reply upload(Visit visit) {
    List<Upload> files =
        visit.uploads().stream().filter(file -> !file.name().isEmpty() || file.size() > 0).toList();
    if (files.isEmpty()) {
      return page(400, visit, form.empty(), List.of(SubmitOutcome.refused("submit.none")));
    }
    if (files.size() > FILES_MAX) {
      return page(400, visit, form.empty(), List.of(SubmitOutcome.refused("submit.many")));
    }
    boolean onlyCheck = visit.form().get("do").equals("check");
    List<SubmitOutcome> outcomes =
        files.stream().map(file -> submit(visit, file, onlyCheck)).toList();
    int status = outcomes.stream().mapToInt(SubmitOutcome::status).max().orElseThrow();
    return status == 200
        ? Reply.redirect(next(outcomes, onlyCheck))
        : page(status, visit, form.empty(), outcomes);
  }

  private SubmitOutcome submit(Visit visit, Upload file, boolean onlyCheck) {
    try (InputStream bytes = Files.newInputStream(file.file())) {
      String user = visit.visitor().name();
      return SubmitOutcome.done(
          inbox.from(recorder.from(visit)).submit(file.name(), bytes, file.size(), user, onlyCheck),
          onlyCheck);
    } catch (SubmissionRefusedException e) {
      return SubmitOutcome.refused(file.name(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply typed(Visit visit) {
    SubmitView view = form.read(visit);
    if (!view.isSubmitted()) {
      return page(view.status(), visit, view, List.of());
    }
    try {
      boolean onlyCheck = view.onlyCheck();
      Submitted submitted = form.submit(visit, view, recorder.from(visit));
      return Reply.redirect(next(List.of(SubmitOutcome.done(submitted, onlyCheck)), onlyCheck));
    } catch (SubmissionRefusedException e) {
      SubmitOutcome refused = SubmitOutcome.refused("", e);
      return page(refused.status(), visit, view, List.of(refused));
    }
  }

  private static String next(List<SubmitOutcome> outcomes, boolean onlyCheck) {
    if (onlyCheck) {
      return "/checks?"
          + outcomes.stream()
              .map(outcome -> "id=" + outcome.submitted().id())
              .collect(Collectors.joining("&"));
    }
    return outcomes.size() == 1 ? outcomes.get(0).address() : "/files";
  }

  private Reply page(int status, Visit visit, SubmitView view, List<SubmitOutcome> outcomes) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("form", view);
    values.put("outcomes", outcomes);
    return templates.page(status, visit, "submit", values);
  }
}

package payout.sandbox;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * {@code /control}: GET lists the active faults; POST changes something first. The form of a POST
 * (UTF-8) contains one or more of:
 *
 * <ul>
 *   <li>{@code fault=<}{@link FaultKind}{@code >} with optional {@code times} (1; {@code always}),
 *       {@code taking} ({@code true}), {@code code} ({@code SYSTEM_ERROR}), {@code status} (500),
 *       {@code millis} (1000);
 *   <li>{@code clear=all} or {@code clear=<FaultKind>};
 *   <li>{@code balance=<yuan>};
 *   <li>{@code redeliver=<batch_no>}: its notifies once more, under their old ids;
 *   <li>{@code notify_anew=<batch_no>}: all true results under a new id.
 * </ul>
 */
public final class ControlDesk {
  private final Controls controls;

  ControlDesk(Controls controls) {
    this.controls = controls;
  }

  /** Answers one request; called by the route. */
  public SandboxAnswer answer(SandboxRequest request) {
    try {
      Map<String, Object> view = new LinkedHashMap<>();
      if (request.method().equals("POST")) {
        view.put("deliveries", act(Form.decode(request.body(), StandardCharsets.UTF_8)));
      }
      view.put("faults", controls.faults().stream().map(ControlDesk::row).toList());
      return SandboxAnswer.json(200, view);
    } catch (Refusal | IllegalArgumentException | ArithmeticException e) {
      return SandboxAnswer.text(400, e.getMessage() + "\n");
    } catch (NoSuchElementException e) {
      return SandboxAnswer.text(404, e.getMessage() + "\n");
    }
  }

  private List<DeliveryRecord> act(Map<String, String> params) {
    refuseUnknown(params);
    if (params.containsKey("clear")) {
      clear(params.get("clear"));
    }
    if (params.containsKey("fault")) {
      controls.fault(fault(params));
    }
    if (params.containsKey("balance")) {
      controls.balance(new BigDecimal(params.get("balance")));
    }
    if (params.containsKey("notify_anew")) {
      return List.of(controls.notifyAnew(params.get("notify_anew")));
    }
    return params.containsKey("redeliver")
        ? controls.redeliver(params.get("redeliver"))
        : List.of();
  }

  private static void refuseUnknown(Map<String, String> params) {
    List<String> known =
        List.of(
            "fault",
            "times",
            "taking",
            "code",
            "status",
            "millis",
            "clear",
            "balance",
            "redeliver",
            "notify_anew");
    for (String name : params.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(name + " is not one of " + known);
      }
    }
  }

  private void clear(String what) {
    if (what.equals("all")) {
      controls.clearFaults();
    } else {
      controls.clearFaults(FaultKind.valueOf(what));
    }
  }

  private static Fault fault(Map<String, String> params) {
    Fault fault = Fault.of(FaultKind.valueOf(params.get("fault")));
    String times = params.getOrDefault("times", "1");
    fault = fault.times(times.equals("always") ? Fault.ALWAYS : Integer.parseInt(times));
    fault = params.getOrDefault("taking", "true").equals("true") ? fault : fault.withoutTaking();
    return fault
        .code(params.getOrDefault("code", fault.code()))
        .status(Integer.parseInt(params.getOrDefault("status", "500")))
        .millis(Long.parseLong(params.getOrDefault("millis", "1000")));
  }

  private static Map<String, Object> row(Fault fault) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("fault", fault.kind());
    row.put("times", fault.times() == Fault.ALWAYS ? "always" : fault.times());
    row.put("taking", fault.taking());
    row.put("code", fault.code());
    row.put("status", fault.status());
    row.put("millis", fault.pause().toMillis());
    return row;
  }
}

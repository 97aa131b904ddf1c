package payout.console;

import java.util.List;
import payout.ledger.Submission;

/**
 * A file that is only checked.
 *
 * @param check which
 * @param isOver whether the check is done
 * @param isValid whether the file would be accepted, or wait
 * @param reports what lies in the outbox about it, where that is on this machine
 */
public record CheckEntry(
    Submission check, boolean isOver, boolean isValid, List<CheckReport> reports) {}

package payout.ledger;

/**
 * From when on something that stands still is an alarm, from the settings.
 *
 * @param unknownAfterMs how long a batch may be UNKNOWN or HELD
 * @param notifyAfterMs how long a TAKEN batch may be without any notify
 */
public record AlarmRules(long unknownAfterMs, long notifyAfterMs) {}

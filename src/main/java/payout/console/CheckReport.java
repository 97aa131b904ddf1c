package payout.console;

/**
 * A report about a file that was checked.
 *
 * @param name its name in the outbox
 * @param text its first rows; it holds no account and no name
 */
public record CheckReport(String name, String text) {}

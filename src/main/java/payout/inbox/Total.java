package payout.inbox;

import payout.batch.Money;

/**
 * What a file says of all its lines.
 *
 * @param row where it says so
 * @param lines how many lines there are
 * @param linesColumn the column that says how many; empty for a total row
 * @param amount their sum
 * @param amountColumn the column that says the sum; empty for a total row
 */
record Total(long row, long lines, String linesColumn, Money amount, String amountColumn) {}

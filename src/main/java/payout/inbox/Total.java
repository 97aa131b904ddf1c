package payout.inbox;

import payout.batch.Money;

/**
 * The total that a file states.
 *
 * @param row its row
 * @param lines how many lines there are
 * @param linesColumn the column of the count; empty for a total row
 * @param amount their sum
 * @param amountColumn the column of the sum; empty for a total row
 */
record Total(long row, long lines, String linesColumn, Money amount, String amountColumn) {}

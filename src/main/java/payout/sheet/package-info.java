/**
 * Workbooks of spreadsheet programs ({@code .xlsx}): read strictly, as text or as what a program
 * bent, and written.
 *
 * <p>Uses no other package.
 */
package payout.sheet;

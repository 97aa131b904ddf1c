/**
 * The command line: one class for each command. Exit codes: 0 done, 1 a file is rejected or an act
 * is refused, 2 used wrongly or refused to start, 3 only proposed.
 *
 * <p>May use every package.
 */
package payout.cli;

/**
 * The command line: one class a command. Exit codes: 0 done, 1 a file is rejected, 2 misused or
 * refused to start.
 *
 * <p>May use every room.
 */
package payout.cli;

/**
 * The service around the routes: the steps that {@code routes/} names, the servers and connections
 * of Camel, health checks, metrics and alarms.
 *
 * <p>A bean of a route takes and returns domain types and leaves parsing, signing and changes of
 * state to the other packages. What it decides itself concerns the flow: whether a post or a file
 * may begin, what an exception means for the answer or the retry, who may connect, and when an
 * alarm is raised. It may use every package except {@code payout.sandbox} and {@code payout.cli}.
 */
package payout.route;

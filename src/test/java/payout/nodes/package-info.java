/** Several nodes on one PostgreSQL ledger, as real processes that die, freeze and are cut off. */
package payout.nodes;

package payout.sandbox;

import java.time.Instant;

/**
 * A post that the gateway saw, taken or not.
 *
 * @param at when it was decided
 * @param batchNo as received; empty when it could not be read
 * @param taken whether this post was taken
 * @param verdict what the gateway decided: {@code T} or {@code F <code>}; {@code UNSEEN} when a
 *     fault answered without looking at the request
 * @param fault the fault that changed the answer; empty when the verdict was answered
 * @param lines number of lines
 * @param detailsSha256 hex digest of {@code detail_data} in UTF-8: two posts of one batch must have
 *     the same
 */
public record PostRecord(
    Instant at,
    String batchNo,
    boolean taken,
    String verdict,
    String fault,
    int lines,
    String detailsSha256) {}

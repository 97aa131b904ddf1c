package payout.sandbox;

import java.time.Instant;

/**
 * A post that the gateway saw, taken or not.
 *
 * @param at when it was judged
 * @param batchNo as it came, empty when it could not be read
 * @param taken whether this very post was taken
 * @param verdict what the gateway decided: {@code T} or {@code F <code>}; {@code UNSEEN} when a
 *     fault answered without looking at the request
 * @param fault the fault that spoilt the answer, empty: the verdict was told
 * @param lines number of lines
 * @param detailsSha256 hex digest of {@code detail_data} as UTF-8: two posts of one batch must have
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

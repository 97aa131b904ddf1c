package payout.sandbox;

import java.time.Instant;

/**
 * One delivery of one notify, and what came back.
 *
 * @param at when it was sent
 * @param batchNo the batch that it reports; may be empty when made by hand
 * @param notifyId its id
 * @param shape what it reported
 * @param attempt 1 to 8 on the schedule, 0 outside the schedule
 * @param status the HTTP status, 0 when no answer came
 * @param answer at most the first 100 characters of the answer, or why none came
 * @param success whether the answer was the 7 bytes {@code success} with status 200
 */
public record DeliveryRecord(
    Instant at,
    String batchNo,
    String notifyId,
    NotifyEntry.Shape shape,
    int attempt,
    int status,
    String answer,
    boolean success) {}

package io.natsevents.deadletter;

/**
 * What became of dead letters that were to be discarded.
 *
 * @param discarded how many are gone
 * @param skipped how many stay because a redrive holds them, or they changed meanwhile
 */
public record DiscardResult(long discarded, long skipped) {
}

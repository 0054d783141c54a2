package io.natsevents.benchmark.run;

/**
 * Both sides of a case, ready to run.
 *
 * @param ours with the starter
 * @param bare with the bare client, written by hand
 */
public record Contest(Side ours, Side bare) {
}

package io.natsevents.deadletter;

/**
 * Why a dead letter is not redriven.
 *
 * @param reason why
 * @param detail the same for people, with names and values
 */
record RedriveSkip(RedriveResult.SkipReason reason, String detail) {
}

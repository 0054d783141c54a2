package io.natsevents.deadletter;

/**
 * Why the end of a claim could not be stored.
 *
 * @param text what is wrong and what follows
 * @param general whether it would be the same with any other dead letter: the server
 * cannot be reached or refuses
 */
record ClaimTrouble(String text, boolean general) {
}

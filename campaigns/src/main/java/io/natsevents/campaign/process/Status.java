package io.natsevents.campaign.process;

import java.util.Map;

/**
 * What a process tells of itself several times in a second.
 *
 * @param nanos when, in nanoseconds of the clock that all processes of a machine share
 * @param wallMillis when, by its wall clock
 * @param round the round it publishes events of, 0 for none
 * @param done how many events it has published or handled
 * @param open how many it has published without knowing what came of it
 * @param slow how many of its handlers are told to be slow and have not ended
 * @param heap bytes in use after the last collection of garbage
 * @param threads how many threads there are
 * @param jetStreamThreads how many of them are the starter's own, but for those of pools
 * @param files how many file descriptors are open
 * @param health what each part of the health says, by its name
 */
public record Status(long nanos, long wallMillis, int round, long done, long open, int slow, long heap, int threads,
		int jetStreamThreads, long files, Map<String, String> health) {
}

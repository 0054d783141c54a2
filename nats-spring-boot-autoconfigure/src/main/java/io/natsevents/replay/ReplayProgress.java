package io.natsevents.replay;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far a replay has come.
 *
 * @param total how many events of its types are in the range. Events that are stored in
 * the moment it begins may make it a little off until the end
 * @param done how many of them are done with: handled, parked or filtered out
 * @param handled how many were handled and acknowledged
 * @param parked how many failed and are dead letters
 * @param filteredOut how many were passed over, being of another organization or version
 * @param discarded how many the stream discarded before they were handled, at least
 * @param ratePerSecond how many were done per second lately
 * @param estimatedEnd when it ends at that rate, or {@code null} while nobody can tell
 */
public record ReplayProgress(long total, long done, long handled, long parked, long filteredOut, long discarded,
		double ratePerSecond, @Nullable Instant estimatedEnd) {
}

package io.natsevents.listen;

import java.time.Duration;
import java.util.List;

import io.natsevents.connection.ExponentialDelays;

/**
 * What happens to an event whose handler failed.
 *
 * @param maxRetries how often it is delivered again before it is parked
 * @param delays after which it is delivered again
 * @param jitter each delay is longer or shorter by up to this fraction
 * @param unlimitedFor exceptions that say nothing about the event: it is tried again for
 * as long as they last
 * @param neverFor exceptions that trying again cannot help: the event is parked at once
 */
public record ListenerRetry(int maxRetries, ExponentialDelays delays, double jitter,
		List<Class<? extends Throwable>> unlimitedFor, List<Class<? extends Throwable>> neverFor) {

	public ListenerRetry {
		if (maxRetries < 0) {
			throw new IllegalArgumentException("max-retries must be 0 or more but is " + maxRetries);
		}
		if (jitter < 0 || jitter > 1) {
			throw new IllegalArgumentException("jitter must be between 0 and 1 but is " + jitter);
		}
		unlimitedFor = List.copyOf(unlimitedFor);
		neverFor = List.copyOf(neverFor);
	}

	/**
	 * The delay before an event is delivered again.
	 * @param retry 1 for the first
	 * @param random a number from 0 (inclusive) to 1 (exclusive)
	 * @return the delay
	 */
	Duration delayBefore(int retry, double random) {
		long nominal = this.delays.before(retry).toNanos();
		return Duration.ofNanos(nominal + Math.round(nominal * this.jitter * (2 * random - 1)));
	}

}

package io.natsevents.deadletter;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * When somebody is to be woken because of dead letters, and how.
 *
 * @param application name of this application
 * @param limits when
 * @param webhook address that is told, or {@code null} when none is
 * @param interval how often to look
 * @param timeout how long to wait for each answer of the server
 */
public record DeadLetterAlertSettings(String application, DeadLetterLimits limits, @Nullable URI webhook,
		Duration interval, Duration timeout) {

	private static final Set<String> SCHEMES = Set.of("http", "https");

	private static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(10);

	public DeadLetterAlertSettings {
		// It travels in headers, which hold nothing else
		application = application.replaceAll("[^ -~]", "?");
		if (interval.isNegative() || interval.isZero()) {
			throw new IllegalArgumentException("interval must be positive but is " + interval);
		}
		if (!isUsable(webhook)) {
			throw new IllegalArgumentException("webhook must be an address of http or https, with a host");
		}
	}

	/**
	 * Whether an address can be told. To be asked before one is refused, since it may
	 * hold secrets.
	 * @param webhook the address, or {@code null} for none
	 * @return {@code false} when it is not one of http or https, or has no host
	 */
	public static boolean isUsable(@Nullable URI webhook) {
		return webhook == null
				|| (webhook.getHost() != null && SCHEMES.contains(Objects.toString(webhook.getScheme())));
	}

	/**
	 * How long one POST may take.
	 */
	Duration webhookTimeout() {
		return WEBHOOK_TIMEOUT;
	}

	/**
	 * After how long an alert that nobody has finished telling is taken from the instance
	 * that should have. Before, that one has tried twice.
	 */
	Duration takeOverAfter() {
		return this.interval.multipliedBy(2).plus(WEBHOOK_TIMEOUT);
	}

}

package io.natsevents.autoconfigure;

import java.time.Duration;

import io.natsevents.event.SubjectNaming;
import io.natsevents.publish.ExponentialDelays;
import io.natsevents.publish.PublishRetry;
import io.natsevents.publish.PublisherSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the publisher's properties into its settings and names the one that is wrong.
 */
final class PublisherPropertiesMapper {

	private static final String PREFIX = "nats.jetstream.publisher.";

	private final JetStreamProperties.Publisher properties;

	PublisherPropertiesMapper(JetStreamProperties.Publisher properties) {
		this.properties = properties;
	}

	PublisherSettings settings(@Nullable String source, SubjectNaming subjectNaming) {
		requirePositive("timeout", this.properties.getTimeout());
		require(this.properties.getMaxInFlight() >= 1, "max-in-flight", this.properties.getMaxInFlight(),
				"It must be 1 or more");
		return new PublisherSettings(source, this.properties.getDefaultOrganization(), subjectNaming,
				this.properties.getTimeout(), retry(this.properties.getRetry()), this.properties.getMaxInFlight());
	}

	private static PublishRetry retry(JetStreamProperties.PublishRetry retry) {
		require(retry.getMaxRetries() >= 0, "retry.max-retries", retry.getMaxRetries(), "It must be 0 or more");
		require(!retry.getDelay().isNegative(), "retry.delay", retry.getDelay(), "It must not be negative");
		require(retry.getMultiplier() >= 1, "retry.multiplier", retry.getMultiplier(), "It must be 1 or more");
		require(retry.getMaxDelay().compareTo(retry.getDelay()) >= 0, "retry.max-delay", retry.getMaxDelay(),
				"It must not be shorter than retry.delay, " + retry.getDelay());
		require(!retry.getJitter().isNegative(), "retry.jitter", retry.getJitter(), "It must not be negative");
		requirePositive("retry.max-duration", retry.getMaxDuration());
		return new PublishRetry(retry.getMaxRetries(),
				new ExponentialDelays(retry.getDelay(), retry.getMultiplier(), retry.getMaxDelay()), retry.getJitter(),
				retry.getMaxDuration());
	}

	private static void requirePositive(String key, Duration value) {
		require(!value.isNegative() && !value.isZero(), key, value, "It must be longer than 0");
	}

	private static void require(boolean valid, String key, Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + key, value, reason);
		}
	}

}

package io.natsevents.benchmark.bare;

import java.time.Duration;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;

/**
 * Durable consumers with what a listener has by default.
 */
public final class BareDurable {

	private BareDurable() {
	}

	/**
	 * Configure one.
	 * @param name its name
	 * @param subject what it is to deliver
	 * @return the configuration
	 */
	public static ConsumerConfiguration of(String name, String subject) {
		return ConsumerConfiguration.builder()
			.durable(name)
			.filterSubject(subject)
			.ackPolicy(AckPolicy.Explicit)
			.ackWait(Duration.ofSeconds(30))
			.maxAckPending(10_000)
			.build();
	}

}

package io.natsevents.campaign.process;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import io.natsevents.campaign.load.Workload;
import io.natsevents.support.BusApplication;
import io.natsevents.support.hostile.HostileTarget;

/**
 * The application whose instances the campaign disturbs. What is not set here has the
 * default that every user gets.
 */
public final class CampaignApplication {

	/** Its name. */
	public static final String NAME = "campaign";

	/** So long a link that is dead may look alive, at most three times. */
	static final Duration PING_INTERVAL = Duration.ofSeconds(1);

	/** How often an event is delivered before it is parked. */
	public static final int DELIVERIES = 3;

	private CampaignApplication() {
	}

	/**
	 * What differs from the defaults, and why is in the table of the documentation.
	 */
	public static Map<String, Object> properties() {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("spring.application.name", NAME);
		properties.put("nats.jetstream.services", "auth,catalog,execution," + HostileTarget.SERVICE);
		properties.put("nats.jetstream.streams.EXECUTION_EVENTS.partitions", Workload.PARTITIONS);
		properties.put("nats.jetstream.listener.concurrency", 8);
		// So long an event is claimed by a process that died
		properties.put("nats.jetstream.listener.ack-wait", "2s");
		// A killer kills a process for each delivery
		properties.put("nats.jetstream.listener.retry.max-retries", DELIVERIES - 1);
		properties.put("nats.jetstream.listener.retry.delay", "50ms");
		properties.put("nats.ping-interval", PING_INTERVAL.toMillis() + "ms");
		// So long a dead letter belongs to a process that died while it redrove it
		properties.put("nats.jetstream.dead-letter.claim-timeout", "2s");
		return properties;
	}

	static BusApplication.Builder at(String servers, String instance) {
		BusApplication.Builder builder = BusApplication.at(servers).property("nats.connection-name", instance);
		properties().forEach(builder::property);
		return builder;
	}

	/**
	 * Name of a durable consumer.
	 * @param listener id of its listener
	 */
	public static String durable(String listener) {
		return NAME + "-" + listener;
	}

	/**
	 * The workloads one process listens to.
	 */
	static Workload[] workloads(String names) {
		return Arrays.stream(names.split(",")).map(Workload::valueOf).toArray(Workload[]::new);
	}

}

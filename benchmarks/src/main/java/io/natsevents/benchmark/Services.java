package io.natsevents.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * The services whose events flow where a case has several.
 */
public final class Services {

	/** All of them. */
	public static final List<String> ALL = List.of("auth", "catalog", "ddmrp", "execution", "analytics", "ai-agent");

	/** Property of an application that owns them. */
	public static final String OWNED = "nats.jetstream.services=" + String.join(",", ALL);

	private Services() {
	}

	/**
	 * Name of a service's stream.
	 * @param service the service
	 * @return for example {@code AI_AGENT_EVENTS}
	 */
	public static String stream(String service) {
		return service.replace('-', '_').toUpperCase(Locale.ROOT) + "_EVENTS";
	}

}

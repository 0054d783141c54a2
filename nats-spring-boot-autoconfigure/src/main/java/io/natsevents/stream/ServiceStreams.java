package io.natsevents.stream;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names the stream of a service: {@code ai-agent} owns {@code AI_AGENT_EVENTS} with the
 * subjects {@code ai-agent.>}.
 */
public final class ServiceStreams {

	private static final Pattern SERVICE = Pattern.compile("[a-z0-9][a-z0-9-]*");

	/** First tokens of subjects that belong to the starter itself. */
	private static final Set<String> RESERVED = Set.of("dlq", "trial");

	private ServiceStreams() {
	}

	/**
	 * Define the stream of a service, with nothing but name and subjects set.
	 * @param service the name of the service
	 * @return the definition
	 * @throws IllegalArgumentException if the name is not made of {@code a-z},
	 * {@code 0-9} and {@code -}, begins with {@code -}, or is {@code dlq} or
	 * {@code trial}
	 */
	public static StreamDefinition definition(String service) {
		return StreamDefinition.named(streamName(service)).subjects(service + ".>");
	}

	/**
	 * Name the stream of a service.
	 * @param service the name of the service
	 * @return the name of its stream
	 * @throws IllegalArgumentException if the name is not made of {@code a-z},
	 * {@code 0-9} and {@code -}, begins with {@code -}, or is {@code dlq} or
	 * {@code trial}
	 */
	public static String streamName(String service) {
		if (!SERVICE.matcher(service).matches()) {
			throw new IllegalArgumentException("Service name '" + service
					+ "' must be lower-case letters, digits and '-', not beginning with '-', such as 'ai-agent'");
		}
		if (RESERVED.contains(service)) {
			throw new IllegalArgumentException("Service name '" + service + "' is reserved: the subjects '" + service
					+ ".>' are those of the stream that every application declares for "
					+ (service.equals("dlq") ? "dead letters" : "records of lone runs"));
		}
		return service.replace('-', '_').toUpperCase(Locale.ROOT) + "_EVENTS";
	}

}

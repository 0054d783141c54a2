package io.natsevents.stream;

import io.nats.client.api.StreamConfiguration;

/**
 * Changes what a declared stream should be, for fields no property reaches. Declare a
 * bean; several are called in their order, after the properties are applied. Called once,
 * for every stream the application declares, those declared as {@link StreamDefinition}
 * beans and the one for dead letters included.
 * <p>
 * What it sets is declared like any property: compared with what the server has, created,
 * updated and verified. The name of the stream, and {@code no_ack}, {@code sealed} and
 * {@code persist_mode}, with which confirmed events could not be kept, are not its to
 * change: the start fails.
 */
@FunctionalInterface
public interface StreamConfigurationCustomizer {

	/**
	 * Change the configuration.
	 * @param stream name of the stream
	 * @param configuration what is declared so far
	 */
	void customize(String stream, StreamConfiguration.Builder configuration);

}

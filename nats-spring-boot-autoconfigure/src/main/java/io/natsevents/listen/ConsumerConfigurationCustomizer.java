package io.natsevents.listen;

import io.nats.client.api.ConsumerConfiguration;

/**
 * Changes the durable consumer of a listener before it is declared, for fields no
 * property reaches. Declare a bean; several are called in their order, after the
 * properties are applied.
 * <p>
 * It is called whenever the consumer is declared or made again, and must answer the same
 * each time. What the listener's promises rest on is not its to change: name and durable,
 * filter subjects, the acknowledgement and deliver policies with their start,
 * max-deliver, backoff, replay policy, whether it pushes, pauses or delivers headers
 * only. A change of one of these fails the start, naming it.
 */
@FunctionalInterface
public interface ConsumerConfigurationCustomizer {

	/**
	 * Change the configuration.
	 * @param listener the listener
	 * @param configuration what the starter made of the properties
	 */
	void customize(ListenerDescription listener, ConsumerConfiguration.Builder configuration);

}

package io.natsevents.listen;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;

/**
 * What a listener needs its durable consumer to be.
 */
final class ConsumerDeclaration {

	private final ListenerEndpoint endpoint;

	private final String application;

	private final BooleanSupplier nestedFilters;

	private final ConsumerCustomization customization;

	/**
	 * Create a declaration.
	 * @param endpoint the listener
	 * @param application looks after the consumer
	 * @param nestedFilters whether the server may be asked for subjects with and without
	 * a partition at once
	 * @param customizers change what the listener's settings do not decide
	 */
	ConsumerDeclaration(ListenerEndpoint endpoint, String application, BooleanSupplier nestedFilters,
			List<ConsumerConfigurationCustomizer> customizers) {
		this.nestedFilters = nestedFilters;
		this.endpoint = endpoint;
		this.application = application;
		this.customization = new ConsumerCustomization(endpoint, customizers);
	}

	/**
	 * The consumer to create.
	 * @param sequence the first event to deliver; 1 for the oldest there is
	 * @throws ListenerConfigurationException when a customizer changes what is not its to
	 * change
	 */
	ConsumerConfiguration startingAt(long sequence) {
		ConsumerConfiguration.Builder configuration = builder();
		if (sequence > 1) {
			configuration.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(sequence);
		}
		return this.customization.apply(configuration.build());
	}

	/**
	 * The consumer to create when the first event to deliver is the first one stored at
	 * or after a time.
	 */
	ConsumerConfiguration startingAt(Instant time) {
		return this.customization
			.apply(builder().deliverPolicy(DeliverPolicy.ByStartTime).startTime(time.atZone(ZoneOffset.UTC)).build());
	}

	/**
	 * The consumer to create when the first event to deliver is the newest one.
	 */
	ConsumerConfiguration startingWithLast() {
		return this.customization.apply(builder().deliverPolicy(DeliverPolicy.Last).build());
	}

	private ConsumerConfiguration.Builder builder() {
		return ConsumerConfiguration.builder()
			.durable(this.endpoint.durable())
			.filterSubjects(filterSubjects())
			.ackPolicy(AckPolicy.Explicit)
			.ackWait(this.endpoint.settings().ackWait())
			.maxAckPending(this.endpoint.settings().maxAckPending())
			// The cap on deliveries is ours: past the server's own an event would be
			// stranded
			.maxDeliver(-1)
			.metadata(Map.of(UnusedDurables.APPLICATION, this.application))
			.deliverPolicy(DeliverPolicy.All);
	}

	/**
	 * What the server is asked for. On one that is too old for partitions there are only
	 * events without.
	 */
	List<String> filterSubjects() {
		return (this.endpoint.partition() != null || this.nestedFilters.getAsBoolean()) ? this.endpoint.filterSubjects()
				: SubjectFilter.withoutNesting(this.endpoint.subjects());
	}

	/**
	 * Compare with what the server has.
	 */
	ConsumerPlan compare(ConsumerConfiguration actual) {
		return ConsumerPlan.compare(startingAt(1), actual).customizedBy(this.customization);
	}

	/**
	 * Whether another application looks after the consumer.
	 */
	boolean isForeign(ConsumerPlan plan) {
		return plan.application() != null && !plan.application().equals(this.application);
	}

}

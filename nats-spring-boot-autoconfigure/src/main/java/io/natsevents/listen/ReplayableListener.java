package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.EventTypePattern;
import io.natsevents.stream.ProvisioningMode;
import org.jspecify.annotations.Nullable;

/**
 * A listener that can be given events of its stream once more, by a consumer of their
 * own. Its own consumer, its meters and its state have no part in it.
 */
public final class ReplayableListener {

	/**
	 * Metadata of a consumer: the id of the replay it is for.
	 */
	public static final String REPLAY = "io.natsevents.replay";

	/** After this long without anybody who goes on with it a replay is given up. */
	private static final Duration ABANDONED_AFTER = Duration.ofDays(7);

	private final ListenerEndpoint endpoint;

	private final ListenerContainerDependencies dependencies;

	private final ConnectionSupervisor connection;

	ReplayableListener(ListenerEndpoint endpoint, ListenerContainerDependencies dependencies,
			ConnectionSupervisor connection) {
		this.endpoint = endpoint;
		this.dependencies = dependencies;
		this.connection = connection;
	}

	/**
	 * The listener.
	 * @return its description
	 */
	public ListenerDescription description() {
		return this.endpoint.description();
	}

	/**
	 * Why nothing can be replayed into it.
	 * @return the reason, or {@code null} when something can
	 */
	public @Nullable String refusal() {
		if (this.dependencies.connection() != this.connection) {
			return "it listens on another NATS server, where the state of a replay is not kept; replay only into"
					+ " listeners of the application's main connection";
		}
		ProvisioningMode mode = this.dependencies.provisioning().mode();
		return mode.creates() ? null
				: "a replay needs a consumer of its own, and provisioning.consumer-mode is "
						+ mode.name().toLowerCase(Locale.ROOT)
						+ ", which creates none; use an instance with consumer-mode create or update";
	}

	/**
	 * How long its handlers may take at the end.
	 * @return the limit
	 */
	public Duration shutdownTimeout() {
		return this.endpoint.settings().shutdownTimeout();
	}

	/**
	 * Name of the consumer of a replay.
	 * @param replay id of the replay
	 * @return the name
	 */
	public String durable(String replay) {
		return this.endpoint.durable() + "-replay-" + replay;
	}

	/**
	 * What the listener handles of some event types.
	 * @param wanted the types, or none for all it handles
	 * @return the types, none of them part of another
	 * @throws IllegalArgumentException when it handles none of one of them
	 */
	public List<EventTypePattern> types(List<EventTypePattern> wanted) {
		return wanted.isEmpty() ? this.endpoint.patterns()
				: TypeIntersection.of(this.endpoint.id(), this.endpoint.patterns(), wanted);
	}

	/**
	 * Subjects of some event types.
	 * @param types the types
	 * @return what a consumer filters by
	 */
	public List<String> subjects(List<EventTypePattern> types) {
		return declaration(replaying("", types)).filterSubjects();
	}

	/**
	 * The consumer of a replay.
	 * @param replay id of the replay
	 * @param types event types, from {@link #types}
	 * @param sequence where it begins
	 * @param metadata what is kept with it
	 * @return its configuration
	 */
	public ConsumerConfiguration consumer(String replay, List<EventTypePattern> types, long sequence,
			Map<String, String> metadata) {
		ConsumerConfiguration configuration = declaration(replaying(replay, types)).startingAt(sequence);
		Map<String, String> all = new HashMap<>(metadata);
		all.putAll(configuration.getMetadata());
		all.put(REPLAY, replay);
		return ConsumerConfiguration.builder(configuration)
			.deliverPolicy(DeliverPolicy.ByStartSequence)
			.startSequence(Math.max(1, sequence))
			.inactiveThreshold(ABANDONED_AFTER)
			.metadata(all)
			.build();
	}

	private ConsumerDeclaration declaration(ListenerEndpoint replaying) {
		ConsumerServer server = new ConsumerServer(replaying, this.dependencies.connection());
		return new ConsumerDeclaration(replaying, this.dependencies.provisioning().owner(), server::takesNestedFilters,
				List.of());
	}

	/**
	 * Prepare to give it events. Their consumer must be there when it is started.
	 * @param input which events
	 * @return the run, not started
	 */
	public ReplayRun open(ReplayInput input) {
		ListenerContainerDependencies replaying = this.dependencies.replaying(this.endpoint.durable(), input);
		return new ReplayRun(new ListenerContainer(replaying(input.id(), input.types()), replaying,
				new ReplayGroup(input.id(), new DeliverySelection(input.pace(), input.wanted()))));
	}

	private ListenerEndpoint replaying(String replay, List<EventTypePattern> types) {
		return this.endpoint.replaying(durable(replay), new ArrayList<>(types));
	}

}

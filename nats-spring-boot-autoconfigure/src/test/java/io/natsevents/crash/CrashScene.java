package io.natsevents.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.support.CrashPoint;
import io.natsevents.support.CrashingProxy;
import io.natsevents.test.NatsServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Events for one listener, instances that end while they work on them, and at last one
 * that goes on.
 */
final class CrashScene implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String STREAM = "AUTH_EVENTS";

	private static final String DEAD_LETTERS = "DLQ_EVENTS";

	private final Map<String, String> properties = new LinkedHashMap<>(Map.of("nats.jetstream.listener.ack-wait",
			"500ms", "nats.jetstream.listener.retry.max-retries", "1", "nats.jetstream.listener.retry.delay", "10ms"));

	private final NatsServer server;

	private final InstanceStarter starter;

	private final Journal journal;

	private final String listener;

	private final BusApplication operator;

	/**
	 * Create a scene without any events.
	 * @param server the server
	 * @param starter starts the instances that end
	 * @param directory for what handlers write down
	 * @param listener the listener the events are for
	 */
	CrashScene(NatsServer server, InstanceStarter starter, Path directory, String listener)
			throws IOException, JetStreamApiException {
		this.server = server;
		this.starter = starter;
		this.journal = new Journal(directory);
		this.listener = listener;
		this.operator = BusApplication.on(server).property("spring.application.name", "operator").start();
		JetStreamManagement management = this.operator.management();
		for (String consumer : management.getConsumerNames(STREAM)) {
			management.deleteConsumer(STREAM, consumer);
		}
		for (String stream : management.getStreamNames()) {
			management.purgeStream(stream);
		}
	}

	CrashScene property(String name, String value) {
		this.properties.put(name, value);
		return this;
	}

	/**
	 * Publish an event to the listener.
	 * @return its sequence
	 */
	long publish(String data) {
		return this.operator.publisher()
			.publish(Event.of("auth." + this.listener + ".sent", data))
			.sequence()
			.getAsLong();
	}

	/**
	 * Have an instance work on the events until it ends.
	 * @param point where it ends
	 */
	void crash(CrashPoint point) {
		try (CrashingProxy proxy = CrashingProxy.at(point, this.server)) {
			Runnable end = this.starter.start(proxy, this.journal.directory(), this.listener, this.properties);
			try {
				proxy.awaitPoint();
			}
			finally {
				proxy.freeze();
				end.run();
			}
		}
	}

	/**
	 * Have a new instance work on what the others left until nothing is left.
	 */
	void settle() {
		BusApplication.Builder application = BusApplication.on(this.server)
			.property("nats.jetstream.listener.auto-startup", "false")
			.bean(new CrashListeners(this.journal, () -> {
				throw new AssertionError("Nobody dies here");
			}));
		this.properties.forEach(application::property);
		try (BusApplication instance = application.start()) {
			instance.listener(this.listener).start();
			awaitRest(instance);
		}
	}

	void awaitRest(BusApplication instance) {
		await().atMost(LIMIT).until(() -> instance.isDone(this.listener));
	}

	/**
	 * What the listener has handled, with repetitions.
	 */
	List<String> handled() {
		String prefix = this.listener + " ";
		return this.journal.entries()
			.stream()
			.filter((entry) -> entry.startsWith(prefix))
			.map((entry) -> entry.substring(prefix.length()))
			.toList();
	}

	/**
	 * The dead letters there are.
	 */
	List<MessageInfo> deadLetters() throws IOException, JetStreamApiException {
		JetStreamManagement management = this.operator.management();
		List<MessageInfo> deadLetters = new ArrayList<>();
		for (String subject : subjects(DEAD_LETTERS, "dlq.>")) {
			deadLetters.add(management.getLastMessage(DEAD_LETTERS, subject));
		}
		return deadLetters;
	}

	private List<String> subjects(String stream, String filter) throws IOException, JetStreamApiException {
		Map<String, Long> subjects = this.operator.management()
			.getStreamInfo(stream, StreamInfoOptions.filterSubjects(filter))
			.getStreamState()
			.getSubjectMap();
		assertThat(subjects.values()).containsOnly(1L);
		return List.copyOf(subjects.keySet());
	}

	/**
	 * Regular expression for the subject at which an event is settled, with its listener
	 * as {@code <application>-<id>}.
	 */
	String settlementOf(long sequence) {
		return "\\$JS\\.ACK\\." + STREAM + "\\.analytics-" + this.listener + "\\.\\d+\\." + sequence + "\\..*";
	}

	@Override
	public void close() {
		this.operator.close();
	}

}

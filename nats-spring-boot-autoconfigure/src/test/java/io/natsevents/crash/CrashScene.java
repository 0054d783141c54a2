package io.natsevents.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.RedriveOptions;
import io.natsevents.deadletter.RedriveResult;
import io.natsevents.deadletter.Redrives;
import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.support.ChildJvm;
import io.natsevents.support.CrashPoint;
import io.natsevents.support.Link;
import io.natsevents.test.NatsServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Events, instances that end while they work on them, and one that goes on in the end.
 */
final class CrashScene implements AutoCloseable {

	static final String SINGLE = "single";

	static final String BATCH = "batch";

	static final String NEIGHBOUR = "neighbour";

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final Duration LONGEST_LIFE = Duration.ofMinutes(2);

	private static final int MOST_STARTS = 100;

	/** Deliveries that failures can explain. */
	private static final int EXPLAINED = 2;

	private static final String STREAM = "AUTH_EVENTS";

	private static final String DEAD_LETTERS = "DLQ_EVENTS";

	private static final String TRIALS = "DLQ_TRIALS";

	private static final Map<String, String> PROPERTIES = Map.of("nats.jetstream.listener.auto-startup", "false",
			"nats.jetstream.listener.ack-wait", "500ms", "nats.jetstream.listener.retry.max-retries",
			Integer.toString(EXPLAINED - 1), "nats.jetstream.listener.retry.delay", "10ms",
			"nats.jetstream.dead-letter.claim-timeout", "1s");

	private final NatsServer server;

	private final InstanceStarter starter;

	private final Journal journal;

	private final BusApplication survivor;

	/**
	 * Set the scene.
	 * @param server the server
	 * @param starter starts the instances that end
	 * @param directory for what handlers write down
	 */
	CrashScene(NatsServer server, InstanceStarter starter, Path directory) {
		this.server = server;
		this.starter = starter;
		this.journal = Journal.in(directory);
		this.survivor = application(BusApplication.on(server), this.journal, () -> {
			throw new AssertionError("The last one does not end");
		});
	}

	/**
	 * Start an instance whose listeners wait to be started.
	 */
	static BusApplication application(BusApplication.Builder builder, Journal journal, Runnable death) {
		PROPERTIES.forEach(builder::property);
		return builder.bean(new CrashListeners(journal, death)).start();
	}

	/**
	 * Begin again without any events.
	 */
	void begin() throws IOException, JetStreamApiException {
		for (String consumer : management().getConsumerNames(STREAM)) {
			management().deleteConsumer(STREAM, consumer);
		}
		for (String stream : management().getStreamNames()) {
			management().purgeStream(stream);
		}
		this.journal.clear();
	}

	/**
	 * Publish an event.
	 * @return its sequence
	 */
	long publish(String listener, String data) {
		return this.survivor.publisher().publish(Event.of("auth." + listener + ".sent", data)).sequence().getAsLong();
	}

	/**
	 * Publish events, and deliver them to somebody who does nothing about it until the
	 * next delivery is one more than their failures could explain.
	 * @return their sequences
	 */
	List<Long> publishUnexplained(String listener, String... data) throws Exception {
		// Makes the consumer
		this.survivor.listener(listener).start();
		await().atMost(LIMIT).until(() -> management().getConsumerNames(STREAM).contains(durable(listener)));
		this.survivor.listener(listener).stop();
		List<Long> sequences = Stream.of(data).map((each) -> publish(listener, each)).toList();
		JetStreamSubscription somebody = this.survivor.connection()
			.jetStream()
			.subscribe(null, PullSubscribeOptions.fastBind(STREAM, durable(listener)));
		for (int delivery = 0; delivery < EXPLAINED; delivery++) {
			List<Message> messages = somebody.fetch(data.length, LIMIT);
			assertThat(messages).hasSameSizeAs(data);
			messages.forEach(Message::nak);
		}
		somebody.unsubscribe();
		return sequences;
	}

	/**
	 * Have an instance work until it ends.
	 * @param point where it ends
	 */
	void crash(Assignment assignment, CrashPoint point) {
		Link link = Link.to(this.server);
		link.freezeAt(point);
		end(assignment, link);
	}

	/**
	 * Have an instance work until an event ends it.
	 */
	void die(Assignment assignment) {
		Link link = Link.to(this.server);
		link.freezeAtEnd();
		end(assignment, link);
	}

	private void end(Assignment assignment, Link link) {
		try (link) {
			Runnable end = this.starter.start(link, this.journal, assignment);
			try {
				link.awaitFrozen();
			}
			finally {
				link.freeze();
				end.run();
			}
		}
	}

	/**
	 * Have a new instance work on what the others left until nothing is left.
	 */
	void settle(String listener) {
		this.survivor.listener(listener).start();
		try {
			await().atMost(LIMIT).until(() -> isSettled(listener));
		}
		finally {
			this.survivor.listener(listener).stop();
		}
	}

	/**
	 * Run instances in JVMs of their own, one after the other as they end, until nothing
	 * is left.
	 * @param assignment what they are to do
	 * @param outsider may kill them, too
	 * @param options options of the JVMs
	 * @return how many it took
	 */
	int settleInJvms(Assignment assignment, Outsider outsider, String... options) throws Exception {
		for (int starts = 1; starts < MOST_STARTS; starts++) {
			try (ChildJvm instance = CrashInstance.start(this.server.url(), this.journal, assignment, options)) {
				await().atMost(LONGEST_LIFE).pollInterval(Duration.ofMillis(20)).until(() -> {
					outsider.look(instance);
					return !instance.isAlive() || areSettled(assignment.listeners());
				});
				if (instance.isAlive()) {
					return starts;
				}
			}
		}
		throw new AssertionError("Not settled after " + MOST_STARTS + " starts");
	}

	private boolean areSettled(List<String> listeners) throws IOException, JetStreamApiException {
		List<String> consumers = management().getConsumerNames(STREAM);
		for (String listener : listeners) {
			if (!consumers.contains(durable(listener)) || !isSettled(listener)) {
				return false;
			}
		}
		return true;
	}

	boolean isSettled(String listener) throws IOException, JetStreamApiException {
		ConsumerInfo info = management().getConsumerInfo(STREAM, durable(listener));
		return info.getNumPending() == 0 && info.getNumAckPending() == 0;
	}

	/**
	 * Have an event parked.
	 * @return id of its dead letter
	 */
	String park(String listener, String data) throws Exception {
		publish(listener, data);
		settle(listener);
		return deadLetters().get(0).getSubject().substring("dlq.".length());
	}

	/**
	 * From now on handlers succeed on events that wait for it.
	 */
	void repair() {
		this.journal.write(CrashListeners.REPAIR, "done");
	}

	/**
	 * Redrive a dead letter as soon as nobody has a claim on it.
	 * @return what came of it
	 */
	RedriveResult redrive(String id) {
		Redrives redrives = this.survivor.bean(Redrives.class);
		return await().atMost(LIMIT)
			.until(() -> redrives.redrive(DeadLetterId.parse(id), RedriveOptions.DEFAULT),
					(result) -> result.skipReason() != RedriveResult.SkipReason.CLAIMED);
	}

	/**
	 * What a listener has handled, with repetitions.
	 */
	List<String> handled(String listener) {
		return this.journal.entries(listener);
	}

	/**
	 * The dead letters there are.
	 */
	List<MessageInfo> deadLetters() throws IOException, JetStreamApiException {
		List<MessageInfo> deadLetters = new ArrayList<>();
		for (String subject : subjects(DEAD_LETTERS, "dlq.>")) {
			deadLetters.add(management().getLastMessage(DEAD_LETTERS, subject));
		}
		return deadLetters;
	}

	/**
	 * Sequences of the events that were parked.
	 * @param reason why
	 */
	Set<Long> parked(String reason) throws IOException, JetStreamApiException {
		return deadLetters().stream()
			.filter((letter) -> reason.equals(letter.getHeaders().getFirst("Dlq-Reason")))
			.map((letter) -> Long.parseLong(letter.getHeaders().getFirst("Dlq-Sequence")))
			.collect(Collectors.toSet());
	}

	/**
	 * Subjects under which trials are on record.
	 */
	Set<String> trials() throws IOException, JetStreamApiException {
		return subjects(TRIALS, "trial." + STREAM + ".>");
	}

	private Set<String> subjects(String stream, String filter) throws IOException, JetStreamApiException {
		return management().getStreamInfo(stream, StreamInfoOptions.filterSubjects(filter))
			.getStreamState()
			.getSubjectMap()
			.keySet();
	}

	private JetStreamManagement management() {
		try {
			return this.survivor.management();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Journal journal() {
		return this.journal;
	}

	/**
	 * Regular expression for the subject at which an event is settled.
	 */
	static String settlement(String listener, long sequence) {
		return "\\$JS\\.ACK\\." + STREAM + "\\." + durable(listener) + "\\.\\d+\\." + sequence + "\\..*";
	}

	/**
	 * Sequence of the event a trial is of.
	 * @param subject subject of its record,
	 * {@code trial.<stream>.<durable>.<sequence>-<stored at>.<number>}
	 */
	static long sequenceOfTrial(String subject) {
		return Long.parseLong(subject.split("[.-]")[4]);
	}

	private static String durable(String listener) {
		return "analytics-" + listener;
	}

	@Override
	public void close() {
		this.survivor.close();
	}

}

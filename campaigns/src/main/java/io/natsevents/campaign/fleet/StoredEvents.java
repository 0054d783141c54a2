package io.natsevents.campaign.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.StreamState;
import io.natsevents.campaign.load.Workload;
import io.natsevents.deadletter.DeadLetterStream;

/**
 * Writes down what the servers hold of a round.
 */
public final class StoredEvents {

	/** Name of the file with the events. */
	public static final String STORED = "stored.txt";

	/** Name of the file with the dead letters. */
	public static final String PARKED = "parked.txt";

	private static final Pattern DATA = Pattern.compile("\"data\":\"([^\"]*)\"");

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final JetStreamOptions PATIENT = JetStreamOptions.builder().requestTimeout(LIMIT).build();

	private static final int BATCH = 1000;

	private static final int ATTEMPTS = 20;

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final Connection connection;

	private final Map<String, Long> ends = new HashMap<>();

	private final List<String> kept = new ArrayList<>();

	public StoredEvents(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Remember where the streams end before a round.
	 */
	public void begin() throws IOException, JetStreamApiException {
		this.kept.clear();
		for (Workload each : Workload.values()) {
			this.ends.put(each.stream(), state(each.stream()).getLastSequence());
		}
		this.ends.put(DeadLetterStream.NAME, state(DeadLetterStream.NAME).getLastSequence());
	}

	/**
	 * Remember what is stored now and is about to be removed on purpose.
	 * @param workload whose stream it is
	 * @param below the first sequence that stays
	 */
	public void keep(Workload workload, long below) throws IOException, JetStreamApiException {
		for (Message message : read(workload.stream())) {
			if (message.metaData().streamSequence() < below) {
				line(workload, message).ifPresent(this.kept::add);
			}
		}
	}

	/**
	 * Write down what was stored since.
	 * @param directory directory of the round
	 */
	public void write(Path directory) throws IOException, JetStreamApiException {
		List<String> stored = new ArrayList<>(this.kept);
		for (Workload each : Workload.values()) {
			for (Message message : read(each.stream())) {
				line(each, message).ifPresent(stored::add);
			}
		}
		Files.write(directory.resolve(STORED), stored);
		List<String> parked = new ArrayList<>();
		for (Message message : read(DeadLetterStream.NAME)) {
			if (isOfWorkload(message)) {
				parked.add(deadLetter(message));
			}
		}
		Files.write(directory.resolve(PARKED), parked);
	}

	/**
	 * What the bare client publishes has no data.
	 */
	private static Optional<String> line(Workload workload, Message message) {
		Matcher data = DATA.matcher(new String(message.getData(), StandardCharsets.UTF_8));
		return data.find() ? Optional.of(workload + " " + message.metaData().streamSequence() + " " + data.group(1))
				: Optional.empty();
	}

	/**
	 * Hostile messages have a stream of their own.
	 */
	private static boolean isOfWorkload(Message message) {
		return Arrays.stream(Workload.values()).anyMatch((each) -> each.stream().equals(header(message, "Dlq-Stream")));
	}

	private static String deadLetter(Message message) {
		Matcher data = DATA.matcher(new String(message.getData(), StandardCharsets.UTF_8));
		long seconds = message.metaData().timestamp().toEpochSecond();
		long nanos = TimeUnit.SECONDS.toNanos(seconds) + message.metaData().timestamp().getNano();
		return String.join(" ", header(message, "Dlq-Stream"), header(message, "Dlq-Consumer"),
				header(message, "Dlq-Sequence"), header(message, "Dlq-Reason"), "" + nanos,
				data.find() ? data.group(1) : "");
	}

	private static String header(Message message, String name) {
		return message.getHeaders().getFirst(name);
	}

	private StreamState state(String stream) throws IOException, JetStreamApiException {
		return this.connection.jetStreamManagement(PATIENT).getStreamInfo(stream).getStreamState();
	}

	private List<Message> read(String stream) throws IOException, JetStreamApiException {
		StreamState state = state(stream);
		long next = Math.max(this.ends.getOrDefault(stream, 0L) + 1, state.getFirstSequence());
		List<Message> messages = new ArrayList<>();
		for (int attempt = 1; isLeft(stream, next, state); attempt++) {
			List<Message> more = read(stream, next, state.getLastSequence());
			messages.addAll(more);
			if (!more.isEmpty()) {
				next = more.get(more.size() - 1).metaData().streamSequence() + 1;
			}
			else if (attempt == ATTEMPTS) {
				throw new IllegalStateException(
						"%s gave nothing from sequence %d to %d".formatted(stream, next, state.getLastSequence()));
			}
			else {
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
		return messages;
	}

	/**
	 * Whether anything is stored behind what was read; the last ones may have been
	 * removed.
	 */
	private boolean isLeft(String stream, long next, StreamState state) throws IOException, JetStreamApiException {
		if (next > state.getLastSequence()) {
			return false;
		}
		Set<Long> deleted = Set.copyOf(this.connection.jetStreamManagement(PATIENT)
			.getStreamInfo(stream, StreamInfoOptions.builder().deletedDetails().build())
			.getStreamState()
			.getDeleted());
		return LongStream.rangeClosed(next, state.getLastSequence())
			.anyMatch((sequence) -> !deleted.contains(sequence));
	}

	/**
	 * Read until the end, or until nothing comes: the server puts a consumer on any node,
	 * of which the one that is asked may not know yet, and which may not have the events
	 * yet when it has just come back.
	 */
	private List<Message> read(String stream, long first, long last) throws IOException, JetStreamApiException {
		ConsumerConfiguration reader = ConsumerConfiguration.builder()
			.ackPolicy(AckPolicy.None)
			.deliverPolicy(DeliverPolicy.ByStartSequence)
			.startSequence(first)
			.build();
		JetStreamSubscription subscription = this.connection.jetStream(PATIENT)
			.subscribe(null, PullSubscribeOptions.builder().stream(stream).configuration(reader).build());
		List<Message> messages = new ArrayList<>();
		long next = first;
		while (next <= last) {
			// A batch that cannot be filled takes until the limit
			List<Message> batch = subscription.fetch((int) Math.min(BATCH, last + 1 - next), LIMIT);
			if (batch.isEmpty()) {
				break;
			}
			messages.addAll(batch);
			next = batch.get(batch.size() - 1).metaData().streamSequence() + 1;
		}
		subscription.unsubscribe();
		return messages;
	}

}

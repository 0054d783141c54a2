package io.natsevents.campaign.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.natsevents.campaign.hostile.HostileDeadLetter;
import io.natsevents.campaign.hostile.HostileHandling;
import io.natsevents.deadletter.DeadLetterStream;
import io.natsevents.support.hostile.HostileTarget;
import tools.jackson.databind.json.JsonMapper;

/**
 * What became of hostile messages since it was made.
 */
public final class HostileEvents {

	private static final int BATCH = 100;

	private final JsonMapper mapper = new JsonMapper();

	private final long began = System.nanoTime();

	private final Bus bus;

	private final long lastEvent;

	private final long lastDeadLetter;

	public HostileEvents(Bus bus) throws IOException, JetStreamApiException {
		this.bus = bus;
		this.lastEvent = last(HostileTarget.STREAM);
		this.lastDeadLetter = last(DeadLetterStream.NAME);
	}

	private long last(String stream) throws IOException, JetStreamApiException {
		return this.bus.management().getStreamInfo(stream).getStreamState().getLastSequence();
	}

	/**
	 * How many messages the stream has taken.
	 */
	public long stored() throws IOException, JetStreamApiException {
		return last(HostileTarget.STREAM) - this.lastEvent;
	}

	/**
	 * The dead letters.
	 */
	public List<HostileDeadLetter> parked() throws IOException, JetStreamApiException {
		String subjects = "dlq." + HostileTarget.STREAM + ".>";
		ConsumerConfiguration reader = ConsumerConfiguration.builder()
			.ackPolicy(AckPolicy.None)
			.deliverPolicy(DeliverPolicy.ByStartSequence)
			.startSequence(this.lastDeadLetter + 1)
			.filterSubject(subjects)
			.build();
		JetStreamSubscription subscription = this.bus.connection()
			.jetStream()
			.subscribe(subjects,
					PullSubscribeOptions.builder().stream(DeadLetterStream.NAME).configuration(reader).build());
		long pending = subscription.getConsumerInfo().getNumPending();
		List<HostileDeadLetter> letters = new ArrayList<>();
		while (letters.size() < pending) {
			List<Message> batch = subscription.fetch(BATCH, Duration.ofSeconds(5));
			if (batch.isEmpty()) {
				throw new IllegalStateException("%d of %d dead letters came".formatted(letters.size(), pending));
			}
			batch.forEach((message) -> letters.add(deadLetter(message)));
		}
		subscription.unsubscribe();
		return letters;
	}

	private static HostileDeadLetter deadLetter(Message message) {
		Map<String, List<String>> headers = new TreeMap<>();
		message.getHeaders().forEach((name, values) -> {
			if (name.regionMatches(true, 0, "Dlq-", 0, "Dlq-".length())) {
				headers.put(name, values);
			}
		});
		Instant parkedAt = message.metaData().timestamp().toInstant();
		Instant storedAt = Instant.parse(message.getHeaders().getFirst("Dlq-Stored-At"));
		return new HostileDeadLetter(message.getSubject(), headers, Duration.between(storedAt, parkedAt).toMillis());
	}

	/**
	 * What handlers did.
	 */
	public List<HostileHandling> handled() throws IOException {
		List<HostileHandling> handled = new ArrayList<>();
		try (Stream<Path> files = Files.list(this.bus.directory())) {
			for (Path file : files.filter((each) -> each.toString().endsWith(HostileHandling.SUFFIX)).toList()) {
				Files.readString(file)
					.lines()
					.filter((line) -> line.endsWith("}"))
					.map((line) -> this.mapper.readValue(line, HostileHandling.class))
					.filter((each) -> each.nanos() > this.began)
					.forEach(handled::add);
			}
		}
		return handled;
	}

}

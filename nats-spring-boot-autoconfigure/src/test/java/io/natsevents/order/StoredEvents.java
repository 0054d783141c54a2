package io.natsevents.order;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;

/**
 * Writes down what the server holds after a run.
 */
final class StoredEvents {

	private static final Pattern DATA = Pattern.compile("\"data\":\"([^\"]*)\"");

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final int BATCH = 1000;

	private final Connection connection;

	StoredEvents(Connection connection) {
		this.connection = connection;
	}

	void write(Path directory) throws IOException, JetStreamApiException {
		Files.write(directory.resolve(Evidence.STORED), read(Campaign.STREAM, StoredEvents::event));
		Files.write(directory.resolve(Evidence.PARKED), read("DLQ_EVENTS", StoredEvents::deadLetter));
	}

	private static String event(Message message) {
		Matcher data = DATA.matcher(new String(message.getData(), StandardCharsets.UTF_8));
		if (!data.find()) {
			throw new IllegalStateException("Not an event of the campaign: " + message.getSubject());
		}
		return message.metaData().streamSequence() + " " + data.group(1);
	}

	private static String deadLetter(Message message) {
		Instant parked = message.metaData().timestamp().toInstant();
		return message.getHeaders().getFirst("Dlq-Sequence") + " "
				+ (TimeUnit.SECONDS.toNanos(parked.getEpochSecond()) + parked.getNano());
	}

	private List<String> read(String stream, Function<Message, String> line) throws IOException, JetStreamApiException {
		long count = this.connection.jetStreamManagement().getStreamInfo(stream).getStreamState().getMsgCount();
		ConsumerConfiguration reader = ConsumerConfiguration.builder().ackPolicy(AckPolicy.None).build();
		JetStreamSubscription subscription = this.connection.jetStream()
			.subscribe(null, PullSubscribeOptions.builder().stream(stream).configuration(reader).build());
		List<String> lines = new ArrayList<>();
		while (lines.size() < count) {
			List<Message> messages = subscription.fetch(BATCH, LIMIT);
			if (messages.isEmpty()) {
				throw new IllegalStateException(stream + " gave only " + lines.size() + " of " + count);
			}
			messages.forEach((message) -> lines.add(line.apply(message)));
		}
		subscription.unsubscribe();
		return lines;
	}

}

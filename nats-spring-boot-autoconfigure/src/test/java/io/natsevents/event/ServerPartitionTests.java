package io.natsevents.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.SubjectTransform;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Has the server divide keys by its own {@code partition()}.
 */
@Tag("compat")
@NatsServerTest
class ServerPartitionTests {

	private static final int KEYS = 300;

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 16, 512 })
	void theServerFindsTheSamePartition(int partitions, NatsServer server) throws Exception {
		String stream = "PARTITIONS_" + partitions;
		List<String> keys = keys();
		try (Connection connection = Nats.connect(server.url())) {
			JetStreamManagement management = connection.jetStreamManagement();
			management.addStream(StreamConfiguration.builder()
				.name(stream)
				.subjects(stream + ".*")
				.storageType(StorageType.Memory)
				.subjectTransform(SubjectTransform.builder()
					.source(stream + ".*")
					.destination(stream + ".{{partition(" + partitions + ",1)}}.{{wildcard(1)}}")
					.build())
				.build());
			try {
				store(connection.jetStream(), stream, keys);
				for (int i = 0; i < keys.size(); i++) {
					assertThat(management.getMessage(stream, i + 1).getSubject())
						.isEqualTo(stream + "." + EventPartition.of(keys.get(i), partitions) + "." + keys.get(i));
				}
			}
			finally {
				management.deleteStream(stream);
			}
		}
	}

	private static void store(JetStream jetStream, String stream, List<String> keys)
			throws IOException, JetStreamApiException {
		List<CompletableFuture<PublishAck>> stored = new ArrayList<>();
		keys.forEach(
				(key) -> stored.add(jetStream.publishAsync(stream + "." + key, key.getBytes(StandardCharsets.UTF_8))));
		CompletableFuture.allOf(stored.toArray(new CompletableFuture<?>[0])).orTimeout(10, TimeUnit.SECONDS).join();
		assertThat(jetStream.getStreamContext(stream).getStreamInfo().getStreamState().getLastSequence())
			.isEqualTo(keys.size());
	}

	private static List<String> keys() {
		List<String> keys = new ArrayList<>(List.of("user/42", "größe", "東京", "\uD83D\uDE80", "a", "A-b_c"));
		IntStream.range(0, KEYS).forEach((number) -> keys.add("user/" + number * 7919));
		return keys;
	}

}

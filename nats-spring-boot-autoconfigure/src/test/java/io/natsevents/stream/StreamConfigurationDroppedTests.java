package io.natsevents.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.natsevents.test.NatsServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A responder stands in for a server too old to know compression, answering the JetStream
 * API on a server without JetStream.
 */
@Tag("compat")
class StreamConfigurationDroppedTests {

	private static final String MISSING = """
			{"error": {"code": 404, "err_code": 10059, "description": "stream not found"}}""";

	private static final String KEPT = """
			{"config": {"name": "AUTH_EVENTS", "subjects": ["auth.>"], "retention": "limits", "storage": "file",
			"discard": "old", "max_age": 604800000000000, "max_bytes": 1073741824, "num_replicas": 1,
			"duplicate_window": 120000000000, "metadata": {"io.natsevents.owner": "auth"}},
			"state": {"messages": 0}, "created": "2026-01-01T00:00:00Z"}""";

	@Test
	void aServerThatLeavesASettingOutTwiceFailsTheStart() throws Exception {
		List<String> requests = new ArrayList<>();
		try (NatsServer server = NatsServer.builder().jetStream(false).start();
				Connection old = Nats.connect(server.url());
				Connection connection = Nats.connect(server.url())) {
			Dispatcher dispatcher = old.createDispatcher((message) -> {
				String action = message.getSubject().split("\\.")[3];
				boolean exists = requests.contains("CREATE");
				requests.add(action);
				String answer = (action.equals("INFO") && !exists) ? MISSING : KEPT;
				old.publish(message.getReplyTo(), answer.getBytes(StandardCharsets.UTF_8));
			});
			dispatcher.subscribe("$JS.API.STREAM.*.AUTH_EVENTS");
			old.flush(Duration.ofSeconds(5));
			StreamDefinition auth = ServiceStreams.definition("auth").replicas(1).withDefaults(StreamSettings.DEFAULTS);
			StreamProvisioner provisioner = new StreamProvisioner(connection, ProvisioningSettings.ownedBy("auth"));
			assertThatExceptionOfType(StreamConfigurationDroppedException.class)
				.isThrownBy(() -> provisioner.provision(List.of(auth)))
				.withMessageContaining("did not keep compression (asked on, got off)")
				.satisfies((ex) -> assertThat(ex.getDropped())
					.containsExactly(new FieldDifference("compression", "on", "off")));
			assertThat(requests).containsExactly("INFO", "CREATE", "INFO", "UPDATE");
		}
	}

}

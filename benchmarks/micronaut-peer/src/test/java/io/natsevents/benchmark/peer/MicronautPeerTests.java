package io.natsevents.benchmark.peer;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@NatsServerTest
class MicronautPeerTests {

	private static final String STREAM = "AUTH_EVENTS";

	private static final String EVENTS = "300";

	private static final String FIGURES = "[1-9]\\d*\\.\\d [1-9]\\d*\\.\\d";

	private Connection connection;

	private JetStreamManagement management;

	@BeforeEach
	void createStream(NatsServer server) throws Exception {
		this.connection = Nats.connect(server.url());
		this.management = this.connection.jetStreamManagement();
		this.management.addStream(StreamConfiguration.builder().name(STREAM).subjects("auth.>").build());
	}

	@AfterEach
	void deleteStream() throws Exception {
		this.management.deleteStream(STREAM);
		this.connection.close();
	}

	@Test
	void publishesEventsInEachRound(NatsServer server) throws Exception {
		List<String> answers = answers("round\nround\n", "publish", server.url(), EVENTS);

		assertThat(answers).hasSize(3);
		assertThat(answers.get(0)).isEqualTo("ready");
		assertThat(answers.subList(1, 3)).allSatisfy((line) -> assertThat(line).matches(FIGURES));
		assertThat(this.management.getStreamInfo(STREAM).getStreamState().getMsgCount()).isEqualTo(600);
	}

	@Test
	void publishesWhatTheBenchmarksPublish(NatsServer server) throws Exception {
		answers("round\n", "publish", server.url(), "3");

		MessageInfo message = this.management.getMessage(STREAM, 3);
		assertThat(message.getSubject()).isEqualTo("auth.user.created");
		assertThat(message.getHeaders().getFirst("Content-Type"))
			.isEqualTo("application/cloudevents+json; charset=utf-8");
		String id = message.getHeaders().getFirst("Nats-Msg-Id");
		assertThat(new String(message.getData(), StandardCharsets.UTF_8))
			.startsWith("{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"urn:service:benchmark\","
					+ "\"type\":\"auth.user.created\",\"time\":\"2")
			.endsWith("Z\",\"datacontenttype\":\"application/json\",\"organizationid\":\"acme\","
					+ "\"schemaversion\":\"1.0\",\"subject\":\"user-2\",\"data\":{\"userId\":\"user-2\","
					+ "\"email\":\"user.2@example.org\",\"displayName\":\"User Number 2\","
					+ "\"roles\":[\"reader\",\"planner\",\"approver\"],\"active\":true,"
					+ "\"createdAt\":1700000000002}}");
	}

	@Test
	void handlesTheWholeBacklogInEachRound(NatsServer server) throws Exception {
		answers("round\n", "publish", server.url(), EVENTS);

		List<String> answers = answers("round\nround\n", "listen", server.url(), STREAM, "peer", EVENTS);

		assertThat(answers).hasSize(3);
		assertThat(answers.get(0)).isEqualTo("ready");
		assertThat(answers.subList(1, 3)).allSatisfy((line) -> assertThat(line).matches(FIGURES));
		assertThat(this.management.getConsumerNames(STREAM)).isEmpty();
	}

	@Test
	void handlesEventsOfTheStarter(NatsServer server) throws Exception {
		String event = """
				{"specversion":"1.0","id":"a","source":"urn:service:benchmark","type":"auth.user.created",\
				"time":"2026-01-02T03:04:05.123456789Z","subject":"user-1","datacontenttype":"application/json",\
				"organizationid":"acme","schemaversion":"1.0","partitionkey":"user-1","visibility":"internal",\
				"data":{"userId":"user-1","email":"user.1@example.org","displayName":"User Number 1",\
				"roles":["reader"],"active":true,"createdAt":1700000000001}}""";
		for (int i = 0; i < 2; i++) {
			this.connection.jetStream().publish("auth.user.created", event.getBytes(StandardCharsets.UTF_8));
		}

		List<String> answers = answers("round\n", "listen", server.url(), STREAM, "peer", "2");

		assertThat(answers).hasSize(2);
	}

	@Test
	void refusesOtherArguments() {
		assertThatIllegalArgumentException().isThrownBy(() -> answers("", "publish")).withMessageContaining("listen");
	}

	private static List<String> answers(String requests, String... arguments) throws Exception {
		ByteArrayOutputStream answers = new ByteArrayOutputStream();
		new MicronautPeer(new BufferedReader(new StringReader(requests)),
				new PrintStream(answers, true, StandardCharsets.UTF_8))
			.run(arguments);
		return answers.toString(StandardCharsets.UTF_8).lines().toList();
	}

}

package io.natsevents.sample.analytics;

import java.util.List;
import java.util.Map;

import io.nats.client.Connection;
import io.natsevents.event.Event;
import io.natsevents.publish.EventPublisher;
import io.natsevents.test.NatsServerTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for replaying events over HTTP.
 */
@NatsServerTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "nats.jetstream.services=auth")
@AutoConfigureRestTestClient
class ReplaysEndpointTests {

	private static final String ENDPOINT = "natsreplays";

	@Autowired
	private RestTestClient client;

	@Autowired
	private EventPublisher publisher;

	@Autowired
	private Connection connection;

	@BeforeEach
	void publishFour() throws Exception {
		this.connection.jetStreamManagement().purgeStream("AUTH_EVENTS");
		for (String organization : List.of("acme", "globex", "acme", "acme")) {
			this.publisher.publish(Event.of("auth.user.created", new UserData("42", "Ada"))
				.organizationId(organization)
				.entity("user/42"));
		}
	}

	@Test
	void aRangeIsReplayedInTheBackground() {
		Map<String, Object> begun = post(Map.of("listener", "users", "retainedOnly", "true"), 202);
		String id = (String) begun.get("id");
		awaitState(id, "COMPLETED");
		assertThat(get("/" + id, 200)).containsEntry("total", 4)
			.containsEntry("done", 4)
			.containsEntry("handled", 4)
			.containsEntry("listener", "users")
			.containsEntry("stream", "AUTH_EVENTS")
			.containsKeys("firstSequence", "lastSequence", "started");
		assertThat(get("", 200).toString()).contains(id);
		assertThat(delete("/" + id, 200)).containsEntry("state", "COMPLETED");
	}

	@Test
	void conditionsAreTexts() {
		String id = (String) post(Map.of("listener", "users", "from", "2020-01-01T00:00:00Z", "retainedOnly", "true",
				"types", "auth.user.created, auth.user.deleted", "organizations", "globex", "ratePerSecond", "100"),
				202)
			.get("id");
		awaitState(id, "COMPLETED");
		assertThat(get("/" + id, 200)).containsEntry("handled", 1).containsEntry("filteredOut", 3);
	}

	@Test
	void aRunningReplayIsCancelled() {
		String id = (String) post(Map.of("listener", "users", "retainedOnly", "true", "ratePerSecond", "0.1"), 202)
			.get("id");
		delete("/" + id, 200);
		awaitState(id, "CANCELLED");
	}

	@Test
	void whatIsNotGrantedIsExplained() {
		assertThat((String) post(Map.of("listener", "nobody"), 409).get("error")).contains("nobody").contains("users");
		assertThat((String) post(Map.of("listener", "users", "types", "auth.key.created"), 409).get("error"))
			.contains("auth.key.created");
	}

	@ParameterizedTest
	@CsvSource({ "from,yesterday", "to,soon", "to,''", "firstSequence,one", "firstSequence,-1", "firstSequence,0",
			"lastSequence,0", "types,*.user", "types,','", "organizations,''", "ratePerSecond,many", "ratePerSecond,-1",
			"retainedOnly,perhaps" })
	void whatIsAskedForWronglyIsExplained(String name, String value) {
		assertThat((String) post(Map.of("listener", "users", name, value), 400).get("error")).isNotBlank();
	}

	@Test
	void aRangeThatEndsBeforeItBeginsIsWrong() {
		assertThat(
				(String) post(Map.of("listener", "users", "from", "2026-01-31T04:00:00Z", "to", "2026-01-31T03:00:00Z"),
						400)
					.get("error"))
			.contains("is after");
		assertThat((String) post(Map.of("from", "2026-01-31T04:00:00Z"), 400).get("error")).contains("listener");
	}

	@Test
	void unknownReplayIsNotFound() {
		assertThat((String) get("/nothing", 404).get("error")).contains("nothing");
		assertThat((String) delete("/nothing", 404).get("error")).contains("nothing");
	}

	private void awaitState(String id, String state) {
		Awaitility.await().until(() -> get("/" + id, 200).get("state").equals(state));
	}

	private Map<String, Object> post(Map<String, String> request, int status) {
		return new EndpointClient(this.client, ENDPOINT).post(request, status);
	}

	private Map<String, Object> get(String request, int status) {
		return new EndpointClient(this.client, ENDPOINT).get(request, status);
	}

	private Map<String, Object> delete(String request, int status) {
		return new EndpointClient(this.client, ENDPOINT).delete(request, status);
	}

}

package io.natsevents.sample.analytics;

import java.util.List;
import java.util.Map;

import io.nats.client.Connection;
import io.natsevents.deadletter.DeadLetter;
import io.natsevents.deadletter.DeadLetterQuery;
import io.natsevents.deadletter.DeadLetters;
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
 * Tests for redriving dead letters over HTTP. The data of the events is invalid, so they
 * fail as often as they are redriven.
 */
@NatsServerTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "nats.jetstream.services=auth")
@AutoConfigureRestTestClient
class RedrivesEndpointTests {

	private static final String ENDPOINT = "natsredrives";

	@Autowired
	private RestTestClient client;

	@Autowired
	private EventPublisher publisher;

	@Autowired
	private Connection connection;

	@Autowired
	private DeadLetters deadLetters;

	private List<String> ids = List.of();

	@BeforeEach
	void parkTwo() throws Exception {
		this.connection.jetStreamManagement().purgeStream("DLQ_EVENTS");
		for (String organization : List.of("acme", "globex")) {
			this.publisher.publish(Event.of("auth.user.created", new UserData("", "Ada"))
				.organizationId(organization)
				.entity("user/42"));
		}
		Awaitility.await().until(() -> this.deadLetters.count(DeadLetterQuery.all()) == 2);
		this.ids = this.deadLetters.browse(DeadLetterQuery.all())
			.deadLetters()
			.stream()
			.map((deadLetter) -> deadLetter.id().toString())
			.toList();
	}

	@Test
	void oneIsRedrivenAtOnce() {
		String id = this.ids.get(0);
		assertThat(post(Map.of("ids", id, "dryRun", "true"), 200)).containsEntry("outcome", "WOULD_BE_REDRIVEN");
		Map<String, Object> result = post(Map.of("ids", id), 200);
		assertThat(result).containsEntry("id", id).containsEntry("outcome", "FAILED");
		assertThat((String) result.get("detail")).startsWith("INVALID");
		assertThat(this.deadLetters.browse(DeadLetterQuery.all()).deadLetters()).extracting(DeadLetter::deliveries)
			.containsExactlyInAnyOrder(1L, 2L);
		assertThat(post(Map.of("ids", "AUTH_EVENTS.analytics-users.7-7"), 404)).containsEntry("skipReason", "GONE");
	}

	@Test
	void severalAreRedrivenInTheBackground() {
		Map<String, Object> begun = post(Map.of("ids", String.join(", ", this.ids)), 202);
		String redrive = (String) begun.get("id");
		Awaitility.await().until(() -> get("/" + redrive, 200).get("state").equals("COMPLETED"));
		assertThat(get("/" + redrive, 200)).containsEntry("matched", 2)
			.containsEntry("failed", 2)
			.containsEntry("redriven", 0)
			.containsKeys("note", "created", "started", "ended", "examples");
		assertThat(get("", 200).toString()).contains(redrive);
		assertThat(delete("/" + redrive, 200)).containsEntry("state", "COMPLETED");
	}

	@Test
	void thoseThatMatchAreRedriven() {
		String redrive = (String) post(Map.of("organization", "globex", "ratePerSecond", "100"), 202).get("id");
		Awaitility.await().until(() -> get("/" + redrive, 200).get("state").equals("COMPLETED"));
		assertThat(get("/" + redrive, 200)).containsEntry("matched", 1)
			.containsEntry("ratePerSecond", 100.0)
			.containsEntry("selection", "dead letters with {organization=globex}");
	}

	@Test
	void thoseOfAnotherApplicationAreNot() throws Exception {
		this.connection.jetStream().publish("dlq.AUTH_EVENTS.billing-users.1-1", new byte[0]);
		assertThat((String) post(Map.of("durable", "billing-users"), 409).get("error")).contains("billing-users")
			.contains("nobody says which has");
		assertThat(post(Map.of("ids", "AUTH_EVENTS.billing-users.1-1"), 409)).containsEntry("skipReason",
				"OTHER_APPLICATION");
	}

	@ParameterizedTest
	@CsvSource({ "ids,no-id", "ids,','", "dryRun,perhaps", "dryRun,true", "reason,bored", "ratePerSecond,many",
			"ratePerSecond,-1", "stream,A*" })
	void whatIsAskedForWronglyIsExplained(String name, String value) {
		assertThat((String) post(Map.of(name, value), 400).get("error")).isNotBlank();
	}

	@Test
	void unknownRedriveIsNotFound() {
		assertThat((String) get("/nothing", 404).get("error")).contains("nothing");
		assertThat((String) delete("/nothing", 404).get("error")).contains("nothing");
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

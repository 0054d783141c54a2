package io.natsevents.sample.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.api.MessageInfo;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for the HTTP interface and the events it publishes.
 */
@NatsServerTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
class UserApiTests {

	@Autowired
	private RestTestClient client;

	@Autowired
	private UserService users;

	private final StoredEvents events;

	UserApiTests(@Autowired Connection connection) {
		this.events = new StoredEvents(connection);
	}

	@Test
	void registrationAnswersWithUserAndEvent(@Value("${local.server.port}") int port) {
		HttpHeaders headers = new HttpHeaders();
		PublishedChange change = register("acme", headers);
		assertThat(headers.getLocation()).hasToString("http://localhost:%d/users/%s".formatted(port, change.userId()));
		assertThat(change.stream()).isEqualTo("AUTH_EVENTS");
		assertThat(change.sequence()).isPresent();
		assertThat(this.users.find(change.userId()))
			.isEqualTo(new User(change.userId(), "ada@example.org", "Ada", "acme"));
	}

	@Test
	void sequenceIsANumber() {
		this.client.post()
			.uri("/users")
			.body(new Registration("ada@example.org", "Ada", "acme"))
			.exchange()
			.expectBody()
			.jsonPath("$.sequence")
			.isNumber()
			.jsonPath("$.length()")
			.isEqualTo(4);
	}

	@Test
	void registrationIsStoredAsCloudEvent() throws Exception {
		PublishedChange change = register("acme");
		MessageInfo message = this.events.message(sequence(change));
		assertThat(message.getSubject()).isEqualTo("auth.user.created");
		assertThat(message.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo(change.eventId());
		assertThat(message.getHeaders().getFirst("Content-Type"))
			.isEqualTo("application/cloudevents+json; charset=utf-8");
		JsonNode event = this.events.event(sequence(change));
		assertThat(event.path("specversion").stringValue()).isEqualTo("1.0");
		assertThat(event.path("id").stringValue()).isEqualTo(change.eventId());
		assertThat(event.path("type").stringValue()).isEqualTo("auth.user.created");
		assertThat(event.path("source").stringValue()).isEqualTo("urn:service:auth");
		assertThat(event.path("organizationid").stringValue()).isEqualTo("acme");
		assertThat(event.path("subject").stringValue()).isEqualTo("user/" + change.userId());
		assertThat(event.path("schemaversion").stringValue()).isEqualTo("1.0");
		assertThat(event.path("datacontenttype").stringValue()).isEqualTo("application/json");
		assertThat(Instant.parse(event.path("time").stringValue())).isCloseTo(Instant.now(),
				within(Duration.ofMinutes(1)));
		assertThat(event.path("data")).hasToString(
				"{\"userId\":\"%s\",\"email\":\"ada@example.org\",\"displayName\":\"Ada\"}".formatted(change.userId()));
	}

	@Test
	void renameIsPublished() throws Exception {
		PublishedChange registration = register("globex");
		PublishedChange change = this.client.patch()
			.uri("/users/{id}", registration.userId())
			.body(new DisplayNameChange("Countess"))
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(PublishedChange.class)
			.getResponseBody();
		assertThat(change).isNotNull();
		assertThat(change.userId()).isEqualTo(registration.userId());
		assertThat(change.eventId()).isNotEqualTo(registration.eventId());
		assertThat(change.stream()).isEqualTo("AUTH_EVENTS");
		assertThat(this.users.find(change.userId()).displayName()).isEqualTo("Countess");
		assertThat(this.events.message(sequence(change)).getSubject()).isEqualTo("auth.user.updated");
		JsonNode event = this.events.event(sequence(change));
		assertThat(event.path("id").stringValue()).isEqualTo(change.eventId());
		assertThat(event.path("type").stringValue()).isEqualTo("auth.user.updated");
		assertThat(event.path("organizationid").stringValue()).isEqualTo("globex");
		assertThat(event.path("subject").stringValue()).isEqualTo("user/" + change.userId());
		assertThat(event.path("data"))
			.hasToString("{\"userId\":\"%s\",\"email\":\"ada@example.org\",\"displayName\":\"Countess\"}"
				.formatted(change.userId()));
	}

	@Test
	void deletionIsPublished() throws Exception {
		PublishedChange registration = register("globex");
		this.client.delete()
			.uri("/users/{id}", registration.userId())
			.exchange()
			.expectStatus()
			.isNoContent()
			.expectBody()
			.isEmpty();
		JsonNode event = this.events.event(sequence(registration) + 1);
		assertThat(event.path("type").stringValue()).isEqualTo("auth.user.deleted");
		assertThat(event.path("organizationid").stringValue()).isEqualTo("globex");
		assertThat(event.path("subject").stringValue()).isEqualTo("user/" + registration.userId());
		assertThat(event.path("data")).hasToString("{\"userId\":\"%s\"}".formatted(registration.userId()));
		this.client.delete()
			.uri("/users/{id}", registration.userId())
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.NOT_FOUND);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"email":"ada","displayName":"Ada","organizationId":"acme"}                 | email
			{"email":" ","displayName":"Ada","organizationId":"acme"}                   | email
			{"displayName":"Ada","organizationId":"acme"}                               | email
			{"email":"ada@example.org","displayName":" ","organizationId":"acme"}       | displayName
			{"email":"ada@example.org","displayName":"\\ud800","organizationId":"acme"} | displayName
			{"email":"ada@example.org","displayName":"Ada","organizationId":""}         | organizationId
			{"email":"ada@example.org","displayName":"Ada","organizationId":"a\\nb"}    | organizationId
			{"email":"ada@example.org","displayName":"Ada"}                             | organizationId
			""")
	void invalidRegistrationIsRefused(String body, String field) throws Exception {
		long before = this.events.count();
		this.client.post()
			.uri("/users")
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(400)
			.jsonPath("$.errors.length()")
			.isEqualTo(1)
			.jsonPath("$.errors." + field)
			.isNotEmpty();
		assertThat(this.events.count()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"email\":", "[]", "", "null",
			"{\"email\":\"ada@example.org\",\"displayName\":7,\"organizationId\":\"acme\"}",
			"{\"email\":\"ada@example.org\",\"displayName\":7.5,\"organizationId\":\"acme\"}",
			"{\"email\":\"ada@example.org\",\"displayName\":\"Ada\",\"organizationId\":true}" })
	void bodyThatIsNoRegistrationIsRefused(String body) {
		this.client.post()
			.uri("/users")
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void blankDisplayNameIsRefused() {
		PublishedChange registration = register("acme");
		this.client.patch()
			.uri("/users/{id}", registration.userId())
			.body(new DisplayNameChange(" "))
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(this.users.find(registration.userId()).displayName()).isEqualTo("Ada");
	}

	@Test
	void unknownUserIsNotFound() throws Exception {
		long before = this.events.count();
		List<RestTestClient.ResponseSpec> responses = List.of(
				this.client.patch().uri("/users/nobody").body(new DisplayNameChange("Ada")).exchange(),
				this.client.delete().uri("/users/nobody").exchange());
		for (RestTestClient.ResponseSpec response : responses) {
			response.expectStatus()
				.isNotFound()
				.expectHeader()
				.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
				.expectBody()
				.jsonPath("$.detail")
				.isEqualTo("There is no user 'nobody'");
		}
		assertThat(this.events.count()).isEqualTo(before);
	}

	@Test
	void eventThatIsTooLargeIsRefused() throws Exception {
		long before = this.events.count();
		this.client.post()
			.uri("/users")
			.body(new Registration("ada@example.org", "a".repeat(1 << 20), "acme"))
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.CONTENT_TOO_LARGE)
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.outcome")
			.isEqualTo("not-stored")
			.jsonPath("$.eventId")
			.isNotEmpty();
		assertThat(this.events.count()).isEqualTo(before);
	}

	@Test
	void streamsOfAllServicesAreThere(@Autowired Connection connection) throws Exception {
		assertThat(connection.jetStreamManagement().getStreamNames()).containsExactlyInAnyOrder("AUTH_EVENTS",
				"CATALOG_EVENTS", "DDMRP_EVENTS", "EXECUTION_EVENTS", "ANALYTICS_EVENTS", "AI_AGENT_EVENTS",
				"DLQ_EVENTS", "DLQ_TRIALS");
	}

	@Test
	void nobodyWaitsLongerThanTenSeconds(
			@Value("${nats.jetstream.publisher.retry.max-duration}") Duration maxDuration) {
		assertThat(maxDuration).isEqualTo(Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@ValueSource(strings = { "health", "info", "metrics", "prometheus" })
	void actuatorExposes(String endpoint) {
		this.client.get().uri("/actuator/{endpoint}", endpoint).exchange().expectStatus().isOk();
	}

	private PublishedChange register(String organizationId) {
		return register(organizationId, new HttpHeaders());
	}

	private PublishedChange register(String organizationId, HttpHeaders headers) {
		PublishedChange change = this.client.post()
			.uri("/users")
			.body(new Registration("ada@example.org", "Ada", organizationId))
			.exchange()
			.expectStatus()
			.isCreated()
			.expectBody(PublishedChange.class)
			.consumeWith((result) -> headers.putAll(result.getResponseHeaders()))
			.returnResult()
			.getResponseBody();
		assertThat(change).isNotNull();
		return change;
	}

	private static long sequence(PublishedChange change) {
		return change.sequence().orElseThrow();
	}

}

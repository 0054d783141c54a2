package io.natsevents.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.nats.client.Connection;
import io.nats.client.api.MessageInfo;
import io.natsevents.event.CausingEvent;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.Visibility;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what is stored when an application publishes with the publisher it is given.
 */
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(properties = { "spring.application.name=auth", "nats.jetstream.services=auth",
		"logging.level.io.natsevents.publish=debug" })
class PublishedEventTests {

	@Autowired
	private EventPublisher publisher;

	@Autowired
	private Connection connection;

	private MessageInfo stored(PublishReceipt receipt) throws Exception {
		return this.connection.jetStreamManagement().getMessage(receipt.stream(), receipt.sequence().orElseThrow());
	}

	private JsonNode body(PublishReceipt receipt) throws Exception {
		return JsonMapper.shared().readTree(stored(receipt).getData());
	}

	private long count() throws Exception {
		return this.connection.jetStreamManagement().getStreamInfo("AUTH_EVENTS").getStreamState().getMsgCount();
	}

	private static Event<?> event() {
		return Event.of("auth.user.created", Map.of("name", "Ada")).organizationId("acme");
	}

	@Test
	void storedMessageIsAStructuredCloudEvent() throws Exception {
		Event<?> event = Event.of("auth.user.created", new User("42", "ada@example.org"))
			.time(Instant.parse("2026-11-21T03:04:05.678901234Z"))
			.organizationId("acme")
			.schemaVersion("1.3")
			.entity("user/42")
			.partitionKey("42")
			.correlationId("correlation-1")
			.causationId("causation-1")
			.idempotencyKey("order-7")
			.visibility(Visibility.PARTNER)
			.extension("region", "eu");
		PublishReceipt receipt = this.publisher.publish(event);
		assertThat(receipt.eventId()).isEqualTo(event.id());
		assertThat(receipt.status()).isEqualTo(PublishStatus.STORED);
		assertThat(receipt.stream()).isEqualTo("AUTH_EVENTS");
		MessageInfo message = stored(receipt);
		assertThat(message.getSubject()).isEqualTo("auth.user.created");
		assertThat(message.getHeaders().keySet()).containsExactlyInAnyOrder("Nats-Msg-Id", "Content-Type");
		assertThat(message.getHeaders().get("Nats-Msg-Id")).containsExactly(event.id());
		assertThat(message.getHeaders().get("Content-Type")).containsExactly(EventCodec.CONTENT_TYPE);
		JsonNode expected = JsonMapper.shared().readTree("""
				{
				  "specversion": "1.0",
				  "id": "%s",
				  "source": "urn:service:auth",
				  "type": "auth.user.created",
				  "subject": "user/42",
				  "time": "2026-11-21T03:04:05.678901234Z",
				  "datacontenttype": "application/json",
				  "organizationid": "acme",
				  "schemaversion": "1.3",
				  "partitionkey": "42",
				  "correlationid": "correlation-1",
				  "causationid": "causation-1",
				  "idempotencykey": "order-7",
				  "visibility": "partner",
				  "region": "eu",
				  "data": { "id": "42", "email": "ada@example.org" }
				}
				""".formatted(event.id()));
		assertThat(body(receipt)).isEqualTo(expected);
	}

	@Test
	void majorVersionTwoHasASubjectOfItsOwn() throws Exception {
		PublishReceipt receipt = this.publisher.publish(event().schemaVersion("2.0"));
		assertThat(stored(receipt).getSubject()).isEqualTo("auth.user.created.v2");
		assertThat(body(receipt).get("type").asString()).isEqualTo("auth.user.created");
	}

	@Test
	void sameEventIsStoredOnce() throws Exception {
		Event<?> event = event();
		PublishReceipt first = this.publisher.publish(event);
		PublishReceipt second = this.publisher.publish(event);
		assertThat(second.status()).isEqualTo(PublishStatus.DUPLICATE);
		assertThat(second.stream()).isEqualTo(first.stream());
		assertThat(second.sequence()).isEqualTo(first.sequence());
		assertThat(this.publisher.publishAsync(event).get().status()).isEqualTo(PublishStatus.DUPLICATE);
		assertThat(this.publisher.publishAll(List.of(event)).receipts()).singleElement()
			.extracting(PublishReceipt::status)
			.isEqualTo(PublishStatus.DUPLICATE);
	}

	@Test
	void organizationOfTheEventWinsOverTheResolver() throws Exception {
		PublishReceipt own = this.publisher.publish(Event.of("auth.user.created", "x").organizationId("own"));
		PublishReceipt resolved = this.publisher.publish(Event.of("auth.user.created", "x").entity("globex/1"));
		assertThat(body(own).get("organizationid").asString()).isEqualTo("own");
		assertThat(body(resolved).get("organizationid").asString()).isEqualTo("globex");
	}

	@Test
	void eventWithoutOrganizationIsRefusedNamingTheField() throws Exception {
		long before = count();
		Event<?> event = Event.of("auth.user.created", "x");
		assertThatIllegalArgumentException().isThrownBy(() -> this.publisher.publish(event))
			.withMessageStartingWith("organizationId of event " + event.id())
			.withMessageContaining("nats.jetstream.publisher.default-organization");
		assertThatIllegalArgumentException().isThrownBy(() -> this.publisher.publishAsync(event));
		assertThatIllegalArgumentException().isThrownBy(() -> this.publisher.publishAll(List.of(event(), event)));
		assertThat(count()).isEqualTo(before);
	}

	@Test
	void malformedEventIsRefusedNamingTheField() throws Exception {
		long before = count();
		assertThatIllegalArgumentException().isThrownBy(() -> Event.of("", "x")).withMessageContaining("type");
		assertThatIllegalArgumentException().isThrownBy(() -> Event.of("Auth", "x")).withMessageContaining("type");
		assertThatIllegalArgumentException().isThrownBy(() -> event().extension("Not-Valid", "x"))
			.withMessageContaining("Not-Valid");
		assertThatIllegalArgumentException().isThrownBy(() -> this.publisher.publish(event().id("übung")))
			.withMessageStartingWith("id 'übung'")
			.withMessageContaining("Nats-Msg-Id");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.publisher.publishAll(List.of(event(), event().id("übung"))));
		assertThat(count()).isEqualTo(before);
	}

	@Test
	void dataTheMapperCannotWriteIsRejectedAndNothingIsSent() throws Exception {
		long before = count();
		Event<?> event = Event.of("auth.user.created", new Broken()).organizationId("acme");
		assertThatExceptionOfType(PublishRejectedException.class).isThrownBy(() -> this.publisher.publish(event))
			.satisfies((ex) -> {
				assertThat(ex.isRetryable()).isFalse();
				assertThat(ex.isOutcomeUnknown()).isFalse();
				assertThat(ex.getEventId()).isEqualTo(event.id());
				assertThat(ex.getSubject()).isEqualTo("auth.user.created");
			})
			.withMessageContaining(event.id());
		assertThat(this.publisher.publishAsync(event)).failsWithin(Duration.ofSeconds(1));
		PublishResults results = this.publisher.publishAll(List.of(event(), event, event()));
		assertThat(results.receipts()).hasSize(2);
		assertThat(results.failures()).singleElement().satisfies((failure) -> {
			assertThat(failure.event()).isSameAs(event);
			assertThat(failure.exception()).isInstanceOf(PublishRejectedException.class);
		});
		assertThat(results.allConfirmed()).isFalse();
		assertThat(count()).isEqualTo(before + 2);
	}

	@Test
	void eventPublishedInAHandlerCarriesCorrelationAndCausation() throws Exception {
		Event<?> cause = event();
		try (CausingEvent.Scope scope = CausingEvent.open(cause)) {
			JsonNode begun = body(this.publisher.publish(event()));
			assertThat(begun.get("causationid").asString()).isEqualTo(cause.id());
			assertThat(begun.get("correlationid").asString()).isEqualTo(cause.id());
			JsonNode own = body(this.publisher.publish(event().correlationId("c").causationId("d")));
			assertThat(own.get("causationid").asString()).isEqualTo("d");
			assertThat(own.get("correlationid").asString()).isEqualTo("c");
		}
		try (CausingEvent.Scope scope = CausingEvent.open(event().correlationId("chain"))) {
			assertThat(body(this.publisher.publishAsync(event()).get()).get("correlationid").asString())
				.isEqualTo("chain");
		}
		assertThat(body(this.publisher.publish(event())).has("causationid")).isFalse();
	}

	@Test
	void publishedEventIsLoggedWithoutItsPayload(CapturedOutput output) {
		Event<?> event = Event.of("auth.user.created", Map.of("name", "payload-not-for-logs")).organizationId("acme");
		PublishReceipt receipt = this.publisher.publish(event);
		assertThat(output)
			.contains("Published event " + event.id() + " type auth.user.created subject auth.user.created"
					+ " stream AUTH_EVENTS sequence " + receipt.sequence().getAsLong())
			.doesNotContain("payload-not-for-logs");
	}

	@Test
	void thousandEventsAreStoredInTheirOrder() throws Exception {
		List<Event<?>> events = IntStream.range(0, 1000)
			.<Event<?>>mapToObj((number) -> Event.of("auth.user.created", number).organizationId("acme"))
			.toList();
		PublishResults results = this.publisher.publishAll(events);
		assertThat(results.allConfirmed()).isTrue();
		assertThat(results.receipts()).extracting(PublishReceipt::eventId)
			.containsExactlyElementsOf(events.stream().<String>map(Event::id).toList());
		assertThat(results.receipts()).extracting((receipt) -> receipt.sequence().getAsLong()).isSorted();
	}

	record User(String id, String email) {
	}

	static class Broken {

		public String getName() {
			throw new IllegalStateException("broken getter");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		OrganizationResolver organizationResolver() {
			return (event) -> (event.entity() != null) ? event.entity().split("/")[0] : null;
		}

	}

}

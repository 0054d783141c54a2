package io.natsevents.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.nats.client.Connection;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.event.ContentMode;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.JacksonEventCodec;
import io.natsevents.event.SubjectNaming;
import io.natsevents.publish.DirectEventPublisher;
import io.natsevents.publish.EventPublisher;
import io.natsevents.publish.OrganizationResolver;
import io.natsevents.publish.PublishReceipt;
import io.natsevents.publish.PublishResults;
import io.natsevents.publish.PublishRetry;
import io.natsevents.publish.PublishThreads;
import io.natsevents.publish.PublisherSettings;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EventPublisherAutoConfiguration}.
 */
@NatsServerTest
class EventPublisherAutoConfigurationTests {

	@Test
	void theDefaultsReachThePublisher() {
		TestApplication.notStarted()
			.run((context) -> assertThat(context.getBean(DirectEventPublisher.class)).extracting("settings")
				.isEqualTo(new PublisherSettings("urn:service:app", null, SubjectNaming.HIERARCHICAL,
						Duration.ofSeconds(5),
						new PublishRetry(3, new ExponentialDelays(Duration.ofMillis(500), 4, Duration.ofSeconds(10)),
								Duration.ofMillis(100), Duration.ofSeconds(30)),
						1000, ContentMode.STRUCTURED)));
	}

	@Test
	void everyPropertyReachesThePublisher() {
		TestApplication.notStarted()
			.withPropertyValues("nats.jetstream.subject-naming=versioned",
					"nats.jetstream.publisher.default-organization=acme", "nats.jetstream.publisher.timeout=1s",
					"nats.jetstream.publisher.max-in-flight=2", "nats.jetstream.publisher.content-mode=binary",
					"nats.jetstream.publisher.retry.max-retries=3", "nats.jetstream.publisher.retry.delay=4s",
					"nats.jetstream.publisher.retry.multiplier=5", "nats.jetstream.publisher.retry.max-delay=6s",
					"nats.jetstream.publisher.retry.jitter=7s", "nats.jetstream.publisher.retry.max-duration=8s")
			.run((context) -> assertThat(context.getBean(DirectEventPublisher.class)).extracting("settings")
				.isEqualTo(
						new PublisherSettings("urn:service:app", "acme", SubjectNaming.VERSIONED, Duration.ofSeconds(1),
								new PublishRetry(3,
										new ExponentialDelays(Duration.ofSeconds(4), 5, Duration.ofSeconds(6)),
										Duration.ofSeconds(7), Duration.ofSeconds(8)),
								2, ContentMode.BINARY)));
	}

	@Test
	void anOrganizationResolverIsAsked(NatsServer server) throws Exception {
		OrganizationResolver resolver = (event) -> "resolved";
		TestApplication.on(server)
			.withPropertyValues("nats.jetstream.services=auth")
			.withBean(OrganizationResolver.class, () -> resolver)
			.run((context) -> {
				context.getBean(EventPublisher.class).publish(Event.of("auth.user.created", Map.of()));
				assertThat(new String(context.getBean(Connection.class)
					.jetStreamManagement()
					.getLastMessage("AUTH_EVENTS", "auth.user.created")
					.getData())).contains("\"organizationid\":\"resolved\"");
			});
	}

	@Test
	void withoutAnOrganizationNothingIsSent(NatsServer server) {
		TestApplication.on(server)
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(
						() -> context.getBean(EventPublisher.class).publish(Event.of("catalog.item.added", Map.of())))
				.withMessageContaining("organization"));
	}

	@Test
	void aPublisherOfTheUserReplacesOurs() {
		TestApplication.notStarted()
			.withBean("own", OwnPublisher.class)
			.run((context) -> assertThat(context).hasSingleBean(EventPublisher.class)
				.doesNotHaveBean(DirectEventPublisher.class));
	}

	@Test
	void aCodecOfTheUserReplacesOurs() {
		TestApplication.notStarted()
			.withBean("own", EventCodec.class, () -> new JacksonEventCodec(JsonMapper.builder().build()))
			.run((context) -> assertThat(context).hasSingleBean(EventCodec.class)
				.doesNotHaveBean("eventCodec")
				.hasSingleBean(DirectEventPublisher.class));
	}

	@Test
	void threadsOfTheUserReplaceOurs() {
		TestApplication.notStarted()
			.withBean("own", PublishThreads.class)
			.run((context) -> assertThat(context).hasSingleBean(PublishThreads.class)
				.doesNotHaveBean("publishThreads"));
	}

	@Test
	void withoutAJsonMapperTheContextStartsWithoutPublisherAndListeners(NatsServer server) {
		TestApplication.read(server)
			.withClassLoader(new FilteredClassLoader("tools.jackson", "com.fasterxml.jackson.databind"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("eventCodec")
				.doesNotHaveBean("directEventPublisher")
				.doesNotHaveBean("listenerRegistry")
				.hasBean("natsHealthContributor")
				.hasBean("streamStartup"));
	}

	static class OwnPublisher implements EventPublisher {

		@Override
		public PublishReceipt publish(Event<?> event) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<PublishReceipt> publishAsync(Event<?> event) {
			throw new UnsupportedOperationException();
		}

		@Override
		public PublishResults publishAll(Collection<? extends Event<?>> events) {
			throw new UnsupportedOperationException();
		}

	}

}

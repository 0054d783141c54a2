package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.MessageInfo;
import io.natsevents.event.Event;
import io.natsevents.event.EventPartition;
import io.natsevents.event.SubjectNaming;
import io.natsevents.publish.PublishInterceptor;
import io.natsevents.publish.PublishRejectedException;
import io.natsevents.stream.ProvisioningMode;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for events whose subjects name a partition: how they are published, and that
 * every listener gets them.
 */
@NatsServerTest
@Tag("compat")
class PartitionedStreamTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final String STREAM = "AUTH_EVENTS";

	private static final int PARTITIONS = 8;

	private final Handled created = new Handled();

	private final Handled createdAnew = new Handled();

	private final Handled ofUsers = new Handled();

	private final Handled all = new Handled();

	@AfterEach
	void removeStreams(NatsServer server) throws Exception {
		try (Connection operator = Nats.connect(server.url())) {
			JetStreamManagement management = operator.jetStreamManagement();
			for (String stream : management.getStreamNames()) {
				management.deleteStream(stream);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void everyWayOfPublishingAddsThePartitionOfTheKeyOrTheId(SubjectNaming naming, NatsServer server) throws Exception {
		List<Event<?>> events = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			Event<Integer> event = Event.of("auth.user.created", i);
			events.add((i % 3 == 0) ? event
					: (i % 3 == 1) ? event.entity("user/" + i).schemaVersion("2.0") : event.partitionKey("größe " + i));
		}
		try (BusApplication application = application(server, naming).start()) {
			application.publisher().publish(events.get(0));
			application.publisher().publishAsync(events.get(1)).join();
			application.publisher().publishAll(events.subList(2, events.size()));
			for (int i = 0; i < events.size(); i++) {
				Event<?> event = events.get(i);
				String key = (event.partitionKey() != null) ? event.partitionKey() : event.id();
				assertThat(stored(application, i + 1).getSubject())
					.isEqualTo(naming.subject(event.type(), event.schemaVersion().major()) + ".p"
							+ EventPartition.of(key, PARTITIONS));
			}
		}
	}

	@Test
	void anInterceptorThatChangesTheKeyChangesThePartitionAndOtherStreamsHaveNone(NatsServer server) throws Exception {
		PublishInterceptor keyed = (event, headers, chain) -> chain.proceed(event.partitionKey("other"));
		try (BusApplication application = application(server, SubjectNaming.HIERARCHICAL)
			.property("nats.jetstream.services", "auth,billing")
			.bean(keyed)
			.start()) {
			application.publisher().publish(Event.of("billing.invoice.sent", 1));
			assertThat(application.management().getMessage("BILLING_EVENTS", 1).getSubject())
				.isEqualTo("billing.invoice.sent");
			application.publisher().publish(Event.of("auth.user.created", 1).partitionKey("one"));
			assertThat(stored(application, 1).getSubject())
				.isEqualTo("auth.user.created.p" + EventPartition.of("other", PARTITIONS));
		}
	}

	@ParameterizedTest
	@EnumSource
	void everyListenerGetsWhatItAskedForAndNothingElse(SubjectNaming naming, NatsServer server) throws Exception {
		List<String> wanted = new ArrayList<>();
		List<String> anew = new ArrayList<>();
		List<String> others = new ArrayList<>();
		try (BusApplication without = BusApplication.on(server)
			.property("nats.jetstream.subject-naming", naming.name())
			.start()) {
			wanted.add(publish(without, "auth.user.created", "1.0"));
			anew.add(publish(without, "auth.user.created", "2.0"));
		}
		try (BusApplication application = application(server, naming).bean(new Listeners()).start()) {
			for (int i = 0; i < 5; i++) {
				wanted.add(publish(application, "auth.user.created", "1.0"));
				anew.add(publish(application, "auth.user.created", "2.0"));
				others.add(publish(application, "auth.user.deleted", "1.0"));
				others.add(publish(application, "auth.user.created.again", "1.0"));
				others.add(publish(application, "auth.role", "1.0"));
			}
			for (String listener : List.of("created", "created-anew", "of-users", "all")) {
				await().atMost(LIMIT).until(() -> application.isDone(listener));
			}
			assertThat(this.created.eventIds()).containsExactlyInAnyOrderElementsOf(wanted);
			assertThat(this.createdAnew.eventIds()).containsExactlyInAnyOrderElementsOf(anew);
			assertThat(this.ofUsers.eventIds()).hasSize(wanted.size() + 5)
				.containsAll(wanted)
				.doesNotContainAnyElementsOf(anew);
			assertThat(this.all.eventIds()).hasSize(wanted.size() + others.size())
				.containsAll(wanted)
				.containsAll(others);
			assertThat(application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "VERIFY", "UPDATE" })
	void whoDiffersAndStartsAnyhowPublishesNothingIntoTheStream(ProvisioningMode mode, NatsServer server,
			Leftovers leftovers) throws Exception {
		leftovers.allowErrors("Streams cannot be put in place");
		application(server, SubjectNaming.HIERARCHICAL).property("nats.jetstream.services", "auth,billing")
			.start()
			.close();
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.services", "auth,billing")
			.property("nats.jetstream.streams.auth-events.partitions", 4)
			.property("nats.jetstream.provisioning.mode", mode)
			.property("nats.startup-failure-policy", "continue")
			.start()) {
			assertThatExceptionOfType(PublishRejectedException.class)
				.isThrownBy(() -> application.publisher().publish(Event.of("auth.user.created", 1)))
				.withMessageContaining("it has 8 partitions, and 4 are declared here");
			assertThat(application.management().getStreamInfo(STREAM).getStreamState().getMsgCount()).isZero();
			assertThat(application.health("streams").getStatus()).isEqualTo(Status.DOWN);
			application.publisher().publish(Event.of("billing.invoice.sent", 1));
		}
	}

	@Test
	void aDurableWithTheOldFilterIsChangedByItsListenerSoThatPartitionsMayBeTurnedOn(NatsServer server)
			throws Exception {
		BusApplication.on(server).bean(new Listeners()).start().close();
		try (Connection operator = Nats.connect(server.url())) {
			JetStreamManagement management = operator.jetStreamManagement();
			ConsumerConfiguration present = management.getConsumerInfo(STREAM, "analytics-created")
				.getConsumerConfiguration();
			management.addOrUpdateConsumer(STREAM,
					ConsumerConfiguration.builder(present).filterSubjects("auth.user.created").build());
		}
		try (BusApplication application = BusApplication.on(server).bean(new Listeners()).start()) {
			assertThat(application.consumer("created").getConsumerConfiguration().getFilterSubjects())
				.containsExactlyInAnyOrder("auth.user.created", "auth.user.created.*");
			publish(application, "auth.user.created", "1.0");
			this.created.awaitCalls(1);
		}
		try (BusApplication application = application(server, SubjectNaming.HIERARCHICAL).bean(new Listeners())
			.start()) {
			publish(application, "auth.user.created", "1.0");
			this.created.awaitCalls(2);
			assertThat(stored(application, 2).getSubject()).matches("auth\\.user\\.created\\.p[0-7]");
		}
	}

	private static BusApplication.Builder application(NatsServer server, SubjectNaming naming) {
		return BusApplication.on(server)
			.property("nats.jetstream.subject-naming", naming.name())
			.property("nats.jetstream.streams.auth-events.partitions", PARTITIONS);
	}

	private static String publish(BusApplication application, String type, String version) {
		Event<Integer> event = Event.of(type, 1).schemaVersion(version);
		application.publisher().publish(event);
		return event.id();
	}

	private static MessageInfo stored(BusApplication application, long sequence) throws Exception {
		return application.management().getMessage(STREAM, sequence);
	}

	class Listeners {

		@JetStreamListener(id = "created", value = "auth.user.created")
		void created(Event<Integer> event, DeliveryContext context) {
			PartitionedStreamTests.this.created.add(event, context);
		}

		@JetStreamListener(id = "created-anew", value = "auth.user.created", version = "2")
		void createdAnew(Event<Integer> event, DeliveryContext context) {
			PartitionedStreamTests.this.createdAnew.add(event, context);
		}

		@JetStreamListener(id = "of-users", value = { "auth.user.*", "auth.user.created", "auth.*.deleted" })
		void ofUsers(Event<Integer> event, DeliveryContext context) {
			PartitionedStreamTests.this.ofUsers.add(event, context);
		}

		@JetStreamListener(id = "all", value = "auth.>")
		void all(Event<Integer> event, DeliveryContext context) {
			PartitionedStreamTests.this.all.add(event, context);
		}

	}

}

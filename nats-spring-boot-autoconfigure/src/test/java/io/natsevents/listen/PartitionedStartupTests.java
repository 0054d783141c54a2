package io.natsevents.listen;

import java.time.Duration;
import java.util.Map;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.stream.StreamPartitions;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a listener with the order of the whole fleet finds out when it starts.
 */
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class PartitionedStartupTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final String TYPE = "auth.user.created";

	private static final String PARTITIONS = "nats.jetstream.streams.AUTH_EVENTS.partitions";

	private final Handled handled = new Handled();

	private static BusApplication operator;

	@BeforeAll
	static void startOperator(NatsServer server) {
		operator = BusApplication.on(server).property("nats.jetstream.services", "").start();
	}

	@AfterAll
	static void stopOperator() {
		operator.close();
	}

	@BeforeEach
	void allowSpringToReportFailedStarts(Leftovers leftovers) {
		leftovers.allowErrors("Application run failed").allowErrors("APPLICATION FAILED TO START");
	}

	@AfterEach
	void removeStream() throws Exception {
		if (operator.management().getStreamNames().contains("AUTH_EVENTS")) {
			operator.management().deleteStream("AUTH_EVENTS");
		}
	}

	@Test
	void streamWithoutPartitionsFailsTheStartAndSaysWhoHasToSetThem(NatsServer server) throws Exception {
		events(0).create();
		assertThat(startFailure(application(server))).isInstanceOf(ListenerConfigurationException.class)
			.hasMessageContaining("Listener cluster-on: ordering cluster needs a stream with partitions")
			.hasMessageContaining("Set " + PARTITIONS + ", to 16 for example, in the application that owns the stream"
					+ " ('auth-service')");
	}

	@Test
	void otherNumberThanConfiguredFailsTheStart(NatsServer server) throws Exception {
		events(4).create();
		assertThat(startFailure(application(server).property("nats.jetstream.provisioning.mode", "none")
			.property("nats.jetstream.provisioning.consumer-mode", "update")
			.property("nats.jetstream.services", "auth")
			.property(PARTITIONS, 8))).isInstanceOf(ListenerConfigurationException.class)
			.hasMessageContaining("stream AUTH_EVENTS has 4 partitions, but " + PARTITIONS
					+ " of this application is 8. Set it to 4");
	}

	@Test
	void withoutAskingTheNumberMustBeConfigured(NatsServer server) throws Exception {
		events(2).create();
		assertThat(startFailure(application(server).property("nats.jetstream.provisioning.mode", "none")))
			.isInstanceOf(ListenerConfigurationException.class)
			.hasMessageContaining("consumer-mode none forbids to ask for it. Set " + PARTITIONS);
		for (int i = 0; i < 2; i++) {
			operator.management()
				.createConsumer("AUTH_EVENTS",
						ConsumerConfiguration.builder()
							.durable("analytics-cluster-on-p" + i)
							.filterSubject(TYPE + ".p" + i)
							.maxAckPending(1)
							.build());
		}
		try (BusApplication application = application(server).property("nats.jetstream.provisioning.mode", "none")
			.property("nats.jetstream.services", "auth")
			.property(PARTITIONS, 2)
			.start()) {
			awaitHandled(application, events(2));
		}
	}

	@Test
	void missingStreamFailsTheStartWhenItIsToldTo(NatsServer server) {
		assertThat(startFailure(application(server).property("nats.jetstream.listener.missing-stream", "fail")))
			.isInstanceOf(MissingStreamException.class)
			.hasMessage("Stream AUTH_EVENTS of listener cluster-on does not exist");
	}

	@Test
	void streamAndPartitionsThatComeLaterAreWaitedFor(NatsServer server) throws Exception {
		try (BusApplication application = application(server).property("nats.jetstream.listener.deliver-policy", "new")
			.start()) {
			ListenerHandle listener = application.listener("cluster-on");
			assertThat(listener.state().phase()).isEqualTo(Phase.WAITING_FOR_STREAM);
			assertThat(listener.partitions()).isEmpty();
			events(0).create();
			await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.RECOVERING);
			assertThat(listener.state().reason()).contains("needs a stream with partitions");
			assertThat(application.health("listeners").getDetails().toString()).contains("needs a stream with");
			for (int i = 0; i < 4; i++) {
				events(3).publish(TYPE, "user/" + i, i);
			}
			stamp("3");
			// To a listener that waited for its stream all of them are new
			await().atMost(LIMIT).until(() -> this.handled.size() == 4);
			awaitHandled(application, events(3));
			assertThat(listener.partitions()).hasSize(3);
		}
	}

	@Test
	void applicationThatMustStartDoesWithoutPartitions(NatsServer server) throws Exception {
		events(0).create();
		try (BusApplication application = application(server).property("nats.startup-failure-policy", "continue")
			.start()) {
			assertThat(application.listener("cluster-on").state().phase()).isEqualTo(Phase.RECOVERING);
			stamp("no number");
			await().atMost(LIMIT)
				.until(() -> String.valueOf(application.listener("cluster-on").state().reason()).contains("no number"));
			stamp("2");
			awaitHandled(application, events(2));
		}
	}

	@Test
	void startsWithoutAServerAndListensWhenThereIsOne(NatsServer server) throws Exception {
		events(2).create();
		server.kill();
		try (BusApplication application = application(server).property("nats.startup-failure-policy", "continue")
			.start()) {
			assertThat(application.listener("cluster-on").state().phase()).isEqualTo(Phase.WAITING_FOR_CONNECTION);
			server.restart();
			await().atMost(LIMIT).until(() -> operator.connection().getStatus().name().equals("CONNECTED"));
			awaitHandled(application, events(2));
		}
	}

	@Test
	void pausedListenerStaysSoWhenItsPartitionsBecomeKnownAndStopsInBetween(NatsServer server) throws Exception {
		try (BusApplication application = application(server).start()) {
			ListenerHandle listener = application.listener("cluster-on");
			listener.stop();
			assertThat(listener.state().phase()).isEqualTo(Phase.STOPPED);
			listener.pause();
			listener.start();
			events(2).create();
			await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.PAUSED);
			listener.resume();
			awaitHandled(application, events(2));
			listener.stop();
			listener.start();
			awaitHandled(application, events(2));
		}
	}

	@Test
	void otherNumberOfPartitionsIsNoticedWhileItRuns(NatsServer server, Leftovers leftovers) throws Exception {
		leftovers.allowErrors("its stream has 3 partitions, and had 2");
		events(2).create();
		try (BusApplication application = application(server).start()) {
			ListenerHandle listener = application.listener("cluster-on");
			await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.PULLING);
			stamp("3");
			await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.MISSING_EVENTS);
			assertThat(listener.state().reason()).contains("restart the application");
			listener.stop();
			listener.start();
			awaitHandled(application, events(3));
		}
	}

	@Test
	void differencesOfAllPartitionsAreReportedTogether(NatsServer server) throws Exception {
		events(2).create();
		assertThat(startFailure(application(server).property("nats.jetstream.provisioning.consumer-mode", "verify")))
			.isInstanceOf(ConsumerVerificationException.class)
			.hasMessageContaining("listener cluster-on: consumer AUTH_EVENTS/analytics-cluster-on-p0 is missing;"
					+ " consumer AUTH_EVENTS/analytics-cluster-on-p1 is missing");
	}

	@Test
	void maxAckPendingOfTheListenerMustNotContradict(NatsServer server) throws Exception {
		events(2).create();
		assertThat(
				startFailure(application(server).property("nats.jetstream.listeners.cluster-on.max-ack-pending", 500)))
			.isInstanceOf(ListenerConfigurationException.class)
			.hasMessageContaining("its max-ack-pending is 500, but with ordering cluster");
		try (BusApplication application = application(server).property("nats.jetstream.listener.max-ack-pending", 500)
			.property("nats.jetstream.listeners.cluster-on.max-ack-pending", 1)
			.start()) {
			awaitHandled(application, events(2));
		}
	}

	@Test
	void beginsWhereTheListenerHadComeToWithoutPartitions(NatsServer server, CapturedOutput output) throws Exception {
		PartitionedEvents events = events(2).create();
		for (int i = 0; i < 5; i++) {
			events.publishWithoutPartition(TYPE, "user/" + i, i);
		}
		try (BusApplication before = BusApplication.on(server)
			.property("nats.jetstream.services", "")
			.bean(new Plain())
			.start()) {
			await().atMost(LIMIT).until(() -> before.isDone("cluster-on"));
		}
		for (int i = 0; i < 6; i++) {
			events.publish(TYPE, "user/" + i, 100 + i);
		}
		try (BusApplication after = application(server).start()) {
			await().atMost(LIMIT).until(() -> this.handled.size() == 6);
			await().atMost(LIMIT).until(() -> events.left("analytics-cluster-on") == 0);
			assertThat(this.handled.size()).isEqualTo(6);
			assertThat(output).contains("Listener cluster-on begins each of its 2 partitions with sequence 6 of stream"
					+ " AUTH_EVENTS, because its consumer analytics-cluster-on had come to 5");
			await().atMost(LIMIT)
				.until(() -> output.getAll().contains("uses its durable consumer(s) [analytics-cluster-on (6 events"));
			assertThat(output.getAll()).doesNotContain("analytics-cluster-on-p0 (");
		}
	}

	private PartitionedEvents events(int partitions) {
		return new PartitionedEvents(operator, "auth", partitions);
	}

	private void stamp(String partitions) throws Exception {
		StreamConfiguration present = operator.management().getStreamInfo("AUTH_EVENTS").getConfiguration();
		operator.management()
			.updateStream(
					StreamConfiguration.builder(present).metadata(Map.of(StreamPartitions.KEY, partitions)).build());
	}

	private void awaitHandled(BusApplication application, PartitionedEvents events) {
		int before = this.handled.size();
		for (int i = 0; i < 8; i++) {
			events.publish(TYPE, "user/" + i, i);
		}
		await().atMost(LIMIT).until(() -> this.handled.size() >= before + 8);
		await().atMost(LIMIT).until(() -> application.listener("cluster-on").state().phase() == Phase.PULLING);
	}

	private BusApplication.Builder application(NatsServer server) {
		return BusApplication.on(server).property("nats.jetstream.services", "").bean(new Cluster(this.handled));
	}

	private static Throwable startFailure(BusApplication.Builder application) {
		Throwable failure = catchThrowable(() -> application.start().close());
		assertThat(failure).as("the start must fail").isNotNull();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ListenerConfigurationException) {
				return cause;
			}
		}
		return NestedExceptionUtils.getMostSpecificCause(failure);
	}

	static class Cluster {

		private final Handled handled;

		Cluster(Handled handled) {
			this.handled = handled;
		}

		@JetStreamListener(value = TYPE, ordering = "cluster")
		void on(Event<Integer> event, DeliveryContext context) {
			this.handled.add(event, context);
		}

	}

	static class Plain {

		@JetStreamListener(id = "cluster-on", value = TYPE)
		void on(Integer data) {
		}

	}

}

package io.natsevents.stream;

import java.time.Duration;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link NestedFilters} on a real server, old or new.
 */
@Tag("compat")
@NatsServerTest
class NestedFiltersTests {

	@Test
	void serverDeliversEverythingThroughThemWhereTheyAreSafe(NatsServer server) throws Exception {
		try (Connection connection = Nats.connect(server.url())) {
			connection.jetStreamManagement()
				.addStream(StreamConfiguration.builder()
					.name("NESTED")
					.subjects("nested.>")
					.storageType(StorageType.File)
					.build());
			for (int i = 0; i < 3; i++) {
				connection.jetStream().publish("nested.user", new byte[] { 1 });
			}
			connection.jetStreamManagement()
				.addOrUpdateConsumer("NESTED",
						ConsumerConfiguration.builder()
							.durable("both")
							.filterSubjects("nested.user", "nested.user.*")
							.build());
			JetStreamSubscription subscription = connection.jetStream()
				.subscribe(null, PullSubscribeOptions.fastBind("NESTED", "both"));
			List<Message> delivered = subscription.fetch(3, Duration.ofSeconds(1));
			for (Message message : delivered) {
				message.ackSync(Duration.ofSeconds(2));
			}
			boolean safe = NestedFilters.areSafeOn(connection.getServerInfo());
			assertThat(delivered).hasSize(safe ? 3 : 0);
		}
	}

	@Test
	void partitionsAreRefusedWhereTheyAreNotSafe(NatsServer server, Leftovers leftovers) throws Exception {
		leftovers.allowErrors("APPLICATION FAILED TO START");
		BusApplication.Builder application = BusApplication.on(server)
			.property("nats.jetstream.streams.AUTH_EVENTS.partitions", 8);
		if (isSafe(server)) {
			try (BusApplication started = application.start()) {
				assertThat(started.bean(StreamStartup.class).streams().partitions("auth.user.created")).isEqualTo(8);
			}
		}
		else {
			assertThatException().isThrownBy(application::start)
				.havingRootCause()
				.withMessageContaining("Stream AUTH_EVENTS declares 8 partitions, and nats-server")
				.withMessageContaining("passes over events");
		}
	}

	private static boolean isSafe(NatsServer server) throws Exception {
		try (Connection connection = Nats.connect(server.url())) {
			return NestedFilters.areSafeOn(connection.getServerInfo());
		}
	}

}

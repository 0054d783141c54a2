package io.natsevents.sample.analytics;

import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.event.Event;
import io.natsevents.publish.EventPublisher;
import io.natsevents.test.NatsServerTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an analytics service that starts before the auth service has created its
 * stream.
 */
@NatsServerTest
@SpringBootTest
class StartBeforeAuthTests {

	@Test
	void registrationsAreCountedOnceTheStreamIsThere(@Autowired Connection connection,
			@Autowired EventPublisher publisher, @Autowired Registrations registrations) throws Exception {
		assertThat(connection.jetStreamManagement().getStreamNames()).containsExactlyInAnyOrder("DLQ_EVENTS",
				"DLQ_TRIALS");
		connection.jetStreamManagement()
			.addStream(StreamConfiguration.builder().name("AUTH_EVENTS").subjects("auth.>").build());
		publisher.publish(Event.of("auth.user.created", new UserData("42", "poison is a name here"))
			.organizationId("acme")
			.entity("user/42"));
		Awaitility.await().until(() -> registrations.current().total() == 1);
		assertThat(registrations.current().byOrganization()).containsEntry("acme", 1L);
	}

}

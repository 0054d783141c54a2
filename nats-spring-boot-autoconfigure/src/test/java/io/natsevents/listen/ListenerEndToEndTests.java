package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.natsevents.event.Event;
import io.natsevents.publish.EventPublisher;
import io.natsevents.publish.PublishReceipt;
import io.natsevents.publish.PublishStatus;
import io.natsevents.test.NatsServerTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the whole way: declare, publish, listen.
 */
@NatsServerTest
@SpringBootTest(properties = { "spring.application.name=greeter", "nats.jetstream.services=auth",
		"nats.jetstream.publisher.default-organization=acme" })
@Tag("compat")
class ListenerEndToEndTests {

	@Autowired
	private EventPublisher publisher;

	@Autowired
	private Users users;

	@Test
	void publishedEventIsHandled() {
		PublishReceipt receipt = this.publisher
			.publish(Event.of("auth.user.created", new User("42", "ada@example.org")));
		assertThat(receipt.status()).isEqualTo(PublishStatus.STORED);
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> this.users.created.size() == 1);
		assertThat(this.users.created).containsExactly(new User("42", "ada@example.org"));
	}

	record User(String id, String email) {
	}

	static class Users {

		final List<User> created = new CopyOnWriteArrayList<>();

		@JetStreamListener("auth.user.created")
		void on(User user, Event<User> event, DeliveryContext context) {
			this.created.add(user);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Users users() {
			return new Users();
		}

	}

}

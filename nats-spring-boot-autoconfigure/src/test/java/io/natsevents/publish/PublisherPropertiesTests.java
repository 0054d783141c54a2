package io.natsevents.publish;

import io.natsevents.autoconfigure.EventAutoConfiguration;
import io.natsevents.autoconfigure.EventPublisherAutoConfiguration;
import io.natsevents.autoconfigure.NatsAutoConfiguration;
import io.natsevents.autoconfigure.StreamAutoConfiguration;
import io.natsevents.event.Event;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the publisher's properties.
 */
@NatsServerTest
class PublisherPropertiesTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, StreamAutoConfiguration.class,
				EventAutoConfiguration.class, EventPublisherAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "timeout,0s", "max-in-flight,0", "retry.max-retries,-1", "retry.delay,-1s", "retry.multiplier,0.5",
			"retry.max-delay,1ms", "retry.jitter,-1ms", "retry.max-duration,0s" })
	void impossibleValueIsReportedWithItsProperty(String key, String value, NatsServer server) {
		String property = "nats.jetstream.publisher." + key;
		this.application.withPropertyValues("nats.servers=" + server.url(), property + "=" + value)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo(property)));
	}

	@Test
	void defaultOrganizationAndSourceAreFilledIn(NatsServer server) {
		this.application
			.withPropertyValues("nats.servers=" + server.url(), "spring.application.name=auth",
					"nats.jetstream.services=auth", "nats.jetstream.publisher.default-organization=acme")
			.run((context) -> assertThat(
					context.getBean(EventPublisher.class).publish(Event.of("auth.user.created", "x")).status())
				.isEqualTo(PublishStatus.STORED));
	}

	@Test
	void eventWithoutSourceIsRefusedWhenTheApplicationHasNoName(NatsServer server) {
		this.application.withPropertyValues("nats.servers=" + server.url())
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(EventPublisher.class)
					.publish(Event.of("auth.user.created", "x").organizationId("acme")))
				.withMessageStartingWith("source of event"));
	}

}

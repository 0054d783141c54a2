package io.natsevents.autoconfigure;

import java.time.Clock;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterAlertSettings;
import io.natsevents.deadletter.DeadLetterLimits;
import io.natsevents.deadletter.DeadLetterObserver;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetterWatch;
import io.natsevents.deadletter.DeadLetters;
import io.natsevents.event.EventCodec;
import io.natsevents.stream.StreamStartup;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for parking events that were given
 * up, for what is parked, and for watching how much that is.
 */
@AutoConfiguration(after = { StreamAutoConfiguration.class, EventAutoConfiguration.class })
@ConditionalOnBean({ ConnectionSupervisor.class, StreamStartup.class })
public final class DeadLetterAutoConfiguration {

	private static final String ALERT = "nats.jetstream.dead-letter.alert";

	DeadLetterAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	DeadLetterParking deadLetterParking(ConnectionSupervisor connection, JetStreamProperties properties,
			Environment environment) {
		JetStreamProperties.DeadLetter deadLetter = properties.getDeadLetter();
		return new PropertyCheck(environment).settings("nats.jetstream.dead-letter",
				() -> new DeadLetterParking(connection, ApplicationName.of(environment).orDefault(),
						properties.getPublisher().getTimeout(), deadLetter.isStackTrace(), deadLetter.getLoneRuns(),
						Clock.systemUTC()));
	}

	@Bean
	@ConditionalOnBean(EventCodec.class)
	@ConditionalOnMissingBean
	DeadLetters deadLetters(ConnectionSupervisor connection, EventCodec codec, JetStreamProperties properties,
			ObjectProvider<DeadLetterObserver> observers) {
		return new DeadLetters(connection, codec, properties.getPublisher().getTimeout(), Clock.systemUTC(),
				DeadLetterObserver.of(observers.orderedStream().toList()));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(EventCodec.class)
	@Conditional(StreamsMayBeLookedAt.class)
	DeadLetterWatch deadLetterWatch(ConnectionSupervisor connection, StreamStartup streams, EventCodec codec,
			ApplicationEventPublisher listeners, JetStreamProperties properties, Environment environment) {
		return new DeadLetterWatch(connection, streams, codec, listeners, alertSettings(properties, environment),
				Clock.systemUTC());
	}

	private static DeadLetterAlertSettings alertSettings(JetStreamProperties properties, Environment environment) {
		JetStreamProperties.Alert alert = properties.getDeadLetter().getAlert();
		if (!DeadLetterAlertSettings.isUsable(alert.getWebhook())) {
			throw new SecretPropertyException(ALERT + ".webhook",
					"it must be an address of http or https, with a host");
		}
		return new PropertyCheck(environment).settings(ALERT,
				() -> new DeadLetterAlertSettings(ApplicationName.of(environment).orDefault(),
						new DeadLetterLimits(alert.getMessages(), alert.getAge()), alert.getWebhook(),
						alert.getInterval(), properties.getPublisher().getTimeout()));
	}

	/**
	 * In mode {@code none} nothing may be asked about streams.
	 */
	static final class StreamsMayBeLookedAt extends NoneNestedConditions {

		StreamsMayBeLookedAt() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = "nats.jetstream.provisioning.mode", havingValue = "none")
		static class ModeIsNone {

		}

	}

}

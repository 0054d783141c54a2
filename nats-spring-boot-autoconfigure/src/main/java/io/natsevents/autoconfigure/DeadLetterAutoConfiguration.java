package io.natsevents.autoconfigure;

import java.time.Clock;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterObserver;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetters;
import io.natsevents.event.EventCodec;
import io.natsevents.stream.StreamStartup;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for parking events that were given
 * up, and for what is parked.
 */
@AutoConfiguration(after = { StreamAutoConfiguration.class, EventAutoConfiguration.class })
@ConditionalOnBean({ ConnectionSupervisor.class, StreamStartup.class })
public final class DeadLetterAutoConfiguration {

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

}

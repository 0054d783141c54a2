package io.natsevents.autoconfigure;

import java.time.Clock;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.EventCodec;
import io.natsevents.listen.ListenerRegistry;
import io.natsevents.listen.ListenerReplays;
import io.natsevents.replay.EventReplay;
import io.natsevents.replay.ReplayObserver;
import io.natsevents.replay.ReplaySettings;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for giving listeners a part of their
 * stream once more.
 */
@AutoConfiguration(after = JetStreamListenerAutoConfiguration.class)
@ConditionalOnBean({ ConnectionSupervisor.class, ListenerRegistry.class, EventCodec.class })
public final class ReplayAutoConfiguration {

	ReplayAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	EventReplay eventReplay(ConnectionSupervisor connection, ListenerRegistry registry, EventCodec codec,
			JetStreamProperties properties, ObjectProvider<ReplayObserver> observers, Environment environment) {
		ReplaySettings settings = new PropertyCheck(environment).settings("nats.jetstream.replay",
				() -> new ReplaySettings(properties.getPublisher().getTimeout(),
						properties.getReplay().getTakeOverAfter()));
		return new EventReplay(connection, new ListenerReplays(registry, connection), codec, settings,
				Clock.systemUTC(), ReplayObserver.of(observers.orderedStream().toList()));
	}

}

package io.natsevents.autoconfigure;

import java.time.InstantSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterWatch;
import io.natsevents.observe.ConnectionMeters;
import io.natsevents.observe.DeadLetterMeters;
import io.natsevents.observe.DeadLetterWatchMeters;
import io.natsevents.observe.ListenerMeters;
import io.natsevents.observe.PublishInFlightMeter;
import io.natsevents.observe.PublishMeters;
import io.natsevents.observe.ReplayMeters;
import io.natsevents.observe.ReplayProgressMeters;
import io.natsevents.publish.DirectEventPublisher;
import io.natsevents.replay.EventReplay;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for meters of connection, publisher,
 * listeners, dead letters and replays.
 */
@AutoConfiguration(after = NatsAutoConfiguration.class,
		before = { DeadLetterAutoConfiguration.class, EventPublisherAutoConfiguration.class,
				JetStreamListenerAutoConfiguration.class, ReplayAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, ConnectionSupervisor.class })
public final class NatsMetricsAutoConfiguration {

	NatsMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	ConnectionMeters natsConnectionMeters(ConnectionSupervisor connection) {
		return new ConnectionMeters(connection);
	}

	@Bean
	@ConditionalOnMissingBean
	PublishMeters publishMeters(MeterRegistry registry) {
		return new PublishMeters(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	PublishInFlightMeter publishInFlightMeter(ObjectProvider<DirectEventPublisher> publisher) {
		return new PublishInFlightMeter(publisher::getIfAvailable);
	}

	@Bean
	@ConditionalOnMissingBean
	DeadLetterMeters deadLetterMeters(MeterRegistry registry) {
		return new DeadLetterMeters(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	DeadLetterWatchMeters deadLetterWatchMeters(ObjectProvider<DeadLetterWatch> watch) {
		return new DeadLetterWatchMeters(watch::getIfAvailable, InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	ListenerMeters listenerMeters(MeterRegistry registry) {
		return new ListenerMeters(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	ReplayMeters replayMeters(MeterRegistry registry) {
		return new ReplayMeters(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	ReplayProgressMeters replayProgressMeters(ObjectProvider<EventReplay> replays) {
		return new ReplayProgressMeters(replays::getIfAvailable);
	}

}

package io.natsevents.autoconfigure;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetterWatch;
import io.natsevents.listen.ListenerRegistry;
import io.natsevents.observe.ConnectionHealthIndicator;
import io.natsevents.observe.DeadLettersHealthIndicator;
import io.natsevents.observe.ListenersHealthIndicator;
import io.natsevents.observe.StreamsHealthIndicator;
import io.natsevents.publish.DirectEventPublisher;
import io.natsevents.stream.ProvisioningMode;
import io.natsevents.stream.StreamStartup;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of connection,
 * streams, listeners and dead letters.
 */
@AutoConfiguration(
		after = { NatsAutoConfiguration.class, StreamAutoConfiguration.class, DeadLetterAutoConfiguration.class,
				EventPublisherAutoConfiguration.class, JetStreamListenerAutoConfiguration.class })
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ConnectionSupervisor.class)
@ConditionalOnEnabledHealthIndicator("nats")
public final class NatsHealthContributorAutoConfiguration {

	NatsHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = { "natsHealthIndicator", "natsHealthContributor" })
	CompositeHealthContributor natsHealthContributor(ConnectionSupervisor connection,
			ObjectProvider<StreamStartup> streams, ObjectProvider<ListenerRegistry> listeners,
			ObjectProvider<DeadLetterParking> deadLetters, ObjectProvider<DeadLetterWatch> watch,
			ObjectProvider<DirectEventPublisher> publishers, ObjectProvider<JetStreamProperties> properties) {
		Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
		indicators.put("connection", new ConnectionHealthIndicator(connection));
		JetStreamProperties jetStream = properties.getIfAvailable();
		// In this mode not even a question about streams is allowed
		if (jetStream == null || jetStream.getProvisioning().getMode() != ProvisioningMode.NONE) {
			DirectEventPublisher publisher = publishers.getIfUnique();
			streams.ifAvailable((startup) -> indicators.put("streams", new StreamsHealthIndicator(connection, startup,
					(publisher != null) ? publisher::streamsThatWentBack : Map::of)));
		}
		listeners.ifAvailable((registry) -> indicators.put("listeners",
				new ListenersHealthIndicator(registry, InstantSource.system())));
		boolean outOfService = jetStream != null && jetStream.getDeadLetter().getAlert().isOutOfService();
		deadLetters.ifUnique((parking) -> indicators.put("deadLetters",
				new DeadLettersHealthIndicator(parking, watch.getIfUnique(), outOfService)));
		return CompositeHealthContributor.fromMap(indicators);
	}

}

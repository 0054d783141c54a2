package io.natsevents.autoconfigure;

import io.natsevents.deadletter.DeadLetters;
import io.natsevents.deadletter.Redrives;
import io.natsevents.observe.DeadLettersEndpoint;
import io.natsevents.observe.RedrivesEndpoint;
import io.natsevents.observe.ReplaysEndpoint;
import io.natsevents.replay.EventReplay;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for actuator endpoints.
 */
@AutoConfiguration(after = { DeadLetterAutoConfiguration.class, JetStreamListenerAutoConfiguration.class,
		ReplayAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@EnableConfigurationProperties(DeadLettersEndpointProperties.class)
public final class NatsEndpointAutoConfiguration {

	NatsEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(DeadLetters.class)
	@ConditionalOnAvailableEndpoint
	DeadLettersEndpoint deadLettersEndpoint(DeadLetters deadLetters, DeadLettersEndpointProperties properties) {
		return new DeadLettersEndpoint(deadLetters, properties.getShowValues(), properties.getRoles());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(Redrives.class)
	@ConditionalOnAvailableEndpoint
	RedrivesEndpoint redrivesEndpoint(Redrives redrives) {
		return new RedrivesEndpoint(redrives);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(EventReplay.class)
	@ConditionalOnAvailableEndpoint
	ReplaysEndpoint replaysEndpoint(EventReplay replays) {
		return new ReplaysEndpoint(replays);
	}

}

package io.natsevents.autoconfigure;

import io.nats.client.Connection;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.stream.StreamConfigurationCustomizer;
import io.natsevents.stream.StreamCustomization;
import io.natsevents.stream.StreamDefinition;
import io.natsevents.stream.StreamProvisioner;
import io.natsevents.stream.StreamStartup;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the streams an application
 * declares.
 */
@AutoConfiguration(after = NatsAutoConfiguration.class)
@ConditionalOnBean({ Connection.class, ConnectionSupervisor.class })
@EnableConfigurationProperties(JetStreamProperties.class)
public final class StreamAutoConfiguration {

	private final JetStreamProperties properties;

	StreamAutoConfiguration(JetStreamProperties properties) {
		this.properties = properties;
	}

	@Bean
	@ConditionalOnMissingBean
	StreamProvisioner streamProvisioner(Connection connection, Environment environment) {
		return new StreamProvisioner(connection, new ConfiguredProvisioning(this.properties, environment).ofStreams());
	}

	@Bean
	@ConditionalOnMissingBean
	StreamStartup streamStartup(StreamProvisioner provisioner, ConnectionSupervisor connection,
			ObjectProvider<StreamDefinition> definitions, ObjectProvider<StreamConfigurationCustomizer> customizers,
			Environment environment) {
		return new StreamStartup(provisioner,
				new StreamDefinitions(this.properties, definitions.orderedStream().toList(),
						new StreamCustomization(customizers.orderedStream().toList()), new PropertyCheck(environment))
					.collect(),
				connection);
	}

}

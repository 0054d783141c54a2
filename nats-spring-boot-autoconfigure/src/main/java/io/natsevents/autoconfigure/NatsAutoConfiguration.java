package io.natsevents.autoconfigure;

import io.nats.client.Connection;
import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSettings;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.DelegatingConnection;
import io.natsevents.connection.NatsConnectionDetails;
import io.natsevents.connection.NatsOptionsCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the connection to NATS.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass(Connection.class)
@ImportRuntimeHints(NatsRuntimeHints.class)
@EnableConfigurationProperties(NatsProperties.class)
public final class NatsAutoConfiguration {

	private final NatsProperties properties;

	NatsAutoConfiguration(NatsProperties properties) {
		this.properties = properties;
	}

	@Bean
	@ConditionalOnMissingBean(NatsConnectionDetails.class)
	PropertiesNatsConnectionDetails natsConnectionDetails(ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesNatsConnectionDetails(this.properties, sslBundles.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	ConnectionSupervisorFactory natsConnectionSupervisorFactory(Environment environment,
			ObjectProvider<NatsOptionsCustomizer> customizers) {
		ConnectionSettings settings = new PropertyCheck(environment).settings("nats",
				() -> settings(ApplicationName.of(environment)));
		return new ConnectionSupervisorFactory(settings, customizers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	ConnectionSupervisor natsConnectionSupervisor(NatsConnectionDetails connectionDetails,
			ConnectionSupervisorFactory factory) {
		return factory.create(connectionDetails);
	}

	/**
	 * Observers are added when all beans are there, so that they may use the connection.
	 */
	@Bean
	SmartInitializingSingleton natsConnectionObservers(ConnectionSupervisor supervisor,
			ObjectProvider<ConnectionObserver> observers) {
		return () -> observers.orderedStream().forEach(supervisor::addObserver);
	}

	@Bean(destroyMethod = "") // the supervisor closes it
	@ConditionalOnMissingBean
	Connection natsConnection(ConnectionSupervisor supervisor) {
		return DelegatingConnection.to(supervisor);
	}

	private ConnectionSettings settings(ApplicationName application) {
		String name = this.properties.getConnectionName();
		String inboxPrefix = this.properties.getInboxPrefix();
		return new ConnectionSettings((name != null) ? name : application.orDefault(),
				(inboxPrefix != null) ? inboxPrefix : "_INBOX_" + application.asToken() + ".",
				this.properties.getConnectTimeout(), this.properties.getStartupFailurePolicy(),
				this.properties.getStartupTimeout(), this.properties.getReconnectWait(),
				this.properties.getPingInterval(), this.properties.getSsl().isVerifyHostname());
	}

}

package io.natsevents.autoconfigure;

import io.natsevents.stream.ProvisioningMode;
import io.natsevents.stream.ProvisioningSettings;

import org.springframework.core.env.Environment;

/**
 * How streams and consumers are put on the server, by the configuration.
 */
final class ConfiguredProvisioning {

	private final JetStreamProperties.Provisioning properties;

	private final Environment environment;

	ConfiguredProvisioning(JetStreamProperties properties, Environment environment) {
		this.properties = properties.getProvisioning();
		this.environment = environment;
	}

	ProvisioningSettings ofStreams() {
		return new PropertyCheck(this.environment).settings("nats.jetstream",
				() -> new ProvisioningSettings(this.properties.getMode(),
						ApplicationName.of(this.environment).orDefault(), this.properties.getTimeout(),
						this.properties.isAllowDataLoss(), this.properties.getSingleServer()));
	}

	ProvisioningSettings ofConsumers() {
		ProvisioningMode mode = this.properties.getConsumerMode();
		return (mode != null) ? ofStreams().withMode(mode) : ofStreams();
	}

}

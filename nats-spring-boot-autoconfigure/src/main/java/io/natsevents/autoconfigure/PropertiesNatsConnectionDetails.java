package io.natsevents.autoconfigure;

import java.net.URISyntaxException;
import java.util.List;

import io.nats.client.support.NatsUri;
import io.natsevents.connection.NatsConnectionDetails;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;

/**
 * Adapts {@link NatsProperties} to {@link NatsConnectionDetails}.
 */
class PropertiesNatsConnectionDetails implements NatsConnectionDetails {

	private final NatsProperties properties;

	private static final Log logger = LogFactory.getLog(NatsAutoConfiguration.class);

	private final @Nullable SslBundles sslBundles;

	PropertiesNatsConnectionDetails(NatsProperties properties, @Nullable SslBundles sslBundles) {
		this.properties = properties;
		this.sslBundles = sslBundles;
		properties.getServers().forEach(PropertiesNatsConnectionDetails::requireAddress);
		requireSeed(properties.getNkey());
		Resource credentials = properties.getCredentials();
		if (credentials != null && !credentials.isReadable()) {
			throw new InvalidConfigurationPropertyValueException("nats.credentials", credentials.getDescription(),
					"It cannot be read");
		}
		String bundle = properties.getSsl().getBundle();
		if (getSslBundle() != null && sslBundles != null && bundle != null) {
			sslBundles.addBundleUpdateHandler(bundle, (reloaded) -> logger
				.info("SSL bundle '" + bundle + "' was reloaded; the next connect to NATS uses it"));
		}
	}

	private static void requireAddress(String server) {
		try {
			new NatsUri(server);
		}
		catch (URISyntaxException ex) {
			throw new SecretPropertyException("nats.servers",
					"it holds no address such as nats://localhost:4222: " + ex.getReason());
		}
	}

	private static void requireSeed(@Nullable String nkey) {
		if (nkey != null && !nkey.matches("SU[A-Z2-7]{56}")) {
			throw new SecretPropertyException("nats.nkey",
					"it is not the seed of a user, which begins with SU and has 58 characters");
		}
	}

	@Override
	public List<String> getServers() {
		return this.properties.getServers();
	}

	@Override
	public @Nullable String getUsername() {
		return this.properties.getUsername();
	}

	@Override
	public @Nullable String getPassword() {
		return this.properties.getPassword();
	}

	@Override
	public @Nullable String getToken() {
		return this.properties.getToken();
	}

	@Override
	public @Nullable Resource getCredentials() {
		return this.properties.getCredentials();
	}

	@Override
	public @Nullable String getNkey() {
		return this.properties.getNkey();
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		String bundle = this.properties.getSsl().getBundle();
		if (!StringUtils.hasLength(bundle)) {
			return null;
		}
		if (this.sslBundles == null || !this.sslBundles.getBundleNames().contains(bundle)) {
			throw new InvalidConfigurationPropertyValueException("nats.ssl.bundle", bundle,
					"There is no SSL bundle of this name. Bundles are: "
							+ ((this.sslBundles != null) ? this.sslBundles.getBundleNames() : "none"));
		}
		return this.sslBundles.getBundle(bundle);
	}

}

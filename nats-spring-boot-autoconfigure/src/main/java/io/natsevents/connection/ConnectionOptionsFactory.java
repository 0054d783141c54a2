package io.natsevents.connection;

import java.security.NoSuchAlgorithmException;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.util.ClassUtils;

/**
 * Turns connection details and settings into the client's options.
 * <p>
 * Every connection gets options of its own: the client keeps its thread pools on them and
 * shuts them down with the connection.
 */
public final class ConnectionOptionsFactory {

	private static final Log logger = LogFactory.getLog(ConnectionOptionsFactory.class);

	private final NatsConnectionDetails details;

	private final ConnectionSettings settings;

	private final List<NatsOptionsCustomizer> customizers;

	public ConnectionOptionsFactory(NatsConnectionDetails details, ConnectionSettings settings,
			List<NatsOptionsCustomizer> customizers) {
		this.details = details;
		this.settings = settings;
		this.customizers = List.copyOf(customizers);
	}

	Options create(ConnectionListener connectionListener, ErrorListener errorListener) {
		Options.Builder options = new Options.Builder().servers(this.details.getServers().toArray(String[]::new))
			.connectionName(this.settings.name())
			.inboxPrefix(this.settings.inboxPrefix())
			.connectionTimeout(this.settings.connectTimeout())
			.maxReconnects(-1)
			.reconnectWait(this.settings.reconnectWait())
			.reconnectJitter(this.settings.reconnectWait())
			.reconnectJitterTls(this.settings.reconnectWait())
			.pingInterval(this.settings.pingInterval())
			// Answers "no responders" and "timed out" as what they are, not as a
			// cancellation
			.reportNoResponders()
			.useTimeoutException()
			.advancedRequestBehavior();
		mendHeaders(options);
		new ConnectionAuthentication(this.details).apply(options);
		secure(options);
		this.customizers.forEach((customizer) -> customizer.customize(options));
		return options.connectionListener(connectionListener).errorListener(errorListener).build();
	}

	/**
	 * The client looks the class up by name, which fails where it was loaded apart from
	 * the starter; then headers are taken as they come.
	 */
	private static void mendHeaders(Options.Builder options) {
		String type = HeaderMendingDataPort.class.getName();
		if (ClassUtils.isPresent(type, Options.class.getClassLoader())) {
			options.dataPortType(type);
		}
		else {
			logger.warn("The NATS client cannot load " + type + ", so that a message with headers that are not ASCII"
					+ " stops every listener; load the client and the starter by the same class loader");
		}
	}

	private void secure(Options.Builder options) {
		SslBundle sslBundle = this.details.getSslBundle();
		if (sslBundle == null && !isTlsAddressed()) {
			return;
		}
		if (this.settings.verifyHostname()) {
			// Other modes hand an address instead of the name to the TLS layer
			options.hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs);
		}
		options
			.sslContext(new ConfiguredSslContext(sslContext(sslBundle), () -> sslContext(this.details.getSslBundle()),
					(parameters) -> configure(parameters, sslOptions(this.details.getSslBundle()))));
	}

	private boolean isTlsAddressed() {
		return this.details.getServers()
			.stream()
			.anyMatch((server) -> server.startsWith("tls://") || server.startsWith("wss://"));
	}

	private static SslOptions sslOptions(@Nullable SslBundle sslBundle) {
		return (sslBundle != null) ? sslBundle.getOptions() : SslOptions.NONE;
	}

	private static SSLContext sslContext(@Nullable SslBundle sslBundle) {
		try {
			return (sslBundle != null) ? sslBundle.createSslContext() : SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java runtime has no TLS", ex);
		}
	}

	private void configure(SSLParameters parameters, SslOptions sslOptions) {
		if (this.settings.verifyHostname()) {
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
		}
		if (sslOptions.getCiphers() != null) {
			parameters.setCipherSuites(sslOptions.getCiphers());
		}
		if (sslOptions.getEnabledProtocols() != null) {
			parameters.setProtocols(sslOptions.getEnabledProtocols());
		}
	}

}

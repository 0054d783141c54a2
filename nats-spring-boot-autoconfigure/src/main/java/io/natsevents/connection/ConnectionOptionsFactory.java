package io.natsevents.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.NoSuchAlgorithmException;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.nats.client.AuthHandler;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.core.io.Resource;

/**
 * Turns connection details and settings into the client's options.
 * <p>
 * Every connection gets options of its own: the client keeps its thread pools on them and
 * shuts them down with the connection.
 */
public final class ConnectionOptionsFactory {

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
		authenticate(options);
		secure(options);
		this.customizers.forEach((customizer) -> customizer.customize(options));
		return options.connectionListener(connectionListener).errorListener(errorListener).build();
	}

	private void authenticate(Options.Builder options) {
		Resource credentials = this.details.getCredentials();
		String nkey = this.details.getNkey();
		String token = this.details.getToken();
		String username = this.details.getUsername();
		if (credentials != null) {
			options.authHandler(credentialsHandler(credentials));
		}
		else if (nkey != null) {
			options.authHandler(nkeyHandler(nkey));
		}
		else if (token != null) {
			options.token(token.toCharArray());
		}
		else if (username != null) {
			options.userInfo(username.toCharArray(), toCharArray(this.details.getPassword()));
		}
	}

	private static char[] toCharArray(@Nullable String value) {
		return (value != null) ? value.toCharArray() : new char[0];
	}

	private static AuthHandler credentialsHandler(Resource credentials) {
		// The client would go on without what it cannot read, and be refused by the
		// server
		if (!credentials.isReadable()) {
			throw new IllegalStateException("Credentials of NATS cannot be read from " + credentials.getDescription());
		}
		try {
			return credentials.isFile() ? Nats.credentials(credentials.getFile().getPath())
					: Nats.staticCredentials(credentials.getContentAsByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Credentials of NATS cannot be read from " + credentials.getDescription(),
					ex);
		}
	}

	private static AuthHandler nkeyHandler(String seed) {
		try {
			NKey.fromSeed(seed.toCharArray()).clear();
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The NKey of NATS is not a seed; that of a user begins with SU and has 58 characters", ex);
		}
		return Nats.staticCredentials((char[]) null, seed.toCharArray());
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
		SslOptions sslOptions = (sslBundle != null) ? sslBundle.getOptions() : SslOptions.NONE;
		options.sslContext(new ConfiguredSslContext((sslBundle != null) ? sslBundle.createSslContext() : platform(),
				(parameters) -> configure(parameters, sslOptions)));
	}

	private boolean isTlsAddressed() {
		return this.details.getServers()
			.stream()
			.anyMatch((server) -> server.startsWith("tls://") || server.startsWith("wss://"));
	}

	private static SSLContext platform() {
		try {
			return SSLContext.getDefault();
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

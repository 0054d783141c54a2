package io.natsevents.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import javax.net.ssl.SSLContext;

import io.nats.client.AuthHandler;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
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
			options.authHandler(Nats.staticCredentials((char[]) null, nkey.toCharArray()));
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
		try {
			return credentials.isFile() ? Nats.credentials(credentials.getFile().getPath())
					: Nats.staticCredentials(credentials.getContentAsByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Credentials of NATS cannot be read from " + credentials.getDescription(),
					ex);
		}
	}

	private void secure(Options.Builder options) {
		SslBundle sslBundle = this.details.getSslBundle();
		if (sslBundle == null) {
			return;
		}
		SSLContext sslContext = sslBundle.createSslContext();
		if (this.settings.verifyHostname()) {
			// Other modes hand an address instead of the name to the TLS layer
			options.hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs);
			sslContext = new HostnameVerifyingSslContext(sslContext);
		}
		options.sslContext(sslContext);
	}

}

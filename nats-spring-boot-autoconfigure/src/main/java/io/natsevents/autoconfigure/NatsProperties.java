package io.natsevents.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.natsevents.connection.StartupFailurePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;

/**
 * Properties of the connection to NATS.
 */
@ConfigurationProperties("nats")
public class NatsProperties {

	/**
	 * Addresses of the servers. One that answers is enough; it tells about the others of
	 * its cluster.
	 */
	private List<String> servers = new ArrayList<>(List.of("nats://localhost:4222"));

	/**
	 * Name of the connection, shown by the server's monitoring. The name of the
	 * application by default.
	 */
	private @Nullable String connectionName;

	/**
	 * User name.
	 */
	private @Nullable String username;

	/**
	 * Password of the user.
	 */
	private @Nullable String password;

	/**
	 * Token shared with the server.
	 */
	private @Nullable String token;

	/**
	 * Credentials file: JWT and seed, or the seed of an NKey alone. One in the file
	 * system is read again at every connect.
	 */
	private @Nullable Resource credentials;

	/**
	 * Seed of an NKey.
	 */
	private @Nullable String nkey;

	/**
	 * SSL.
	 */
	private final Ssl ssl = new Ssl();

	/**
	 * First part of the subjects on which replies arrive. '_INBOX_', the name of the
	 * application and a dot by default, so that permissions can be given per application.
	 */
	private @Nullable String inboxPrefix;

	/**
	 * How long one attempt to connect may last.
	 */
	private Duration connectTimeout = Duration.ofSeconds(5);

	/**
	 * What to do when NATS is not there when the application starts: keep trying for
	 * startup-timeout and then fail, fail at once, or start without it and catch up.
	 */
	private StartupFailurePolicy startupFailurePolicy = StartupFailurePolicy.RETRY;

	/**
	 * How long to keep trying to connect when the application starts, before its start
	 * fails. Counts when startup-failure-policy is 'retry'.
	 */
	private Duration startupTimeout = Duration.ofSeconds(30);

	/**
	 * Pause between attempts to reconnect, which go on without end. Up to as much again
	 * is added at random.
	 */
	private Duration reconnectWait = Duration.ofMillis(250);

	/**
	 * How often a silent server is asked whether it is still there. Two missing answers
	 * mean it is not.
	 */
	private Duration pingInterval = Duration.ofSeconds(20);

	public List<String> getServers() {
		return this.servers;
	}

	public void setServers(List<String> servers) {
		this.servers = servers;
	}

	public @Nullable String getConnectionName() {
		return this.connectionName;
	}

	public void setConnectionName(@Nullable String connectionName) {
		this.connectionName = connectionName;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public @Nullable String getToken() {
		return this.token;
	}

	public void setToken(@Nullable String token) {
		this.token = token;
	}

	public @Nullable Resource getCredentials() {
		return this.credentials;
	}

	public void setCredentials(@Nullable Resource credentials) {
		this.credentials = credentials;
	}

	public @Nullable String getNkey() {
		return this.nkey;
	}

	public void setNkey(@Nullable String nkey) {
		this.nkey = nkey;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public @Nullable String getInboxPrefix() {
		return this.inboxPrefix;
	}

	public void setInboxPrefix(@Nullable String inboxPrefix) {
		this.inboxPrefix = inboxPrefix;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public StartupFailurePolicy getStartupFailurePolicy() {
		return this.startupFailurePolicy;
	}

	public void setStartupFailurePolicy(StartupFailurePolicy startupFailurePolicy) {
		this.startupFailurePolicy = startupFailurePolicy;
	}

	public Duration getStartupTimeout() {
		return this.startupTimeout;
	}

	public void setStartupTimeout(Duration startupTimeout) {
		this.startupTimeout = startupTimeout;
	}

	public Duration getReconnectWait() {
		return this.reconnectWait;
	}

	public void setReconnectWait(Duration reconnectWait) {
		this.reconnectWait = reconnectWait;
	}

	public Duration getPingInterval() {
		return this.pingInterval;
	}

	public void setPingInterval(Duration pingInterval) {
		this.pingInterval = pingInterval;
	}

	/**
	 * Properties of TLS.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle to use. Without one the connection is not encrypted.
		 */
		private @Nullable String bundle;

		/**
		 * Whether the server's certificate must be for the host connected to.
		 */
		private boolean verifyHostname = true;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

		public boolean isVerifyHostname() {
			return this.verifyHostname;
		}

		public void setVerifyHostname(boolean verifyHostname) {
			this.verifyHostname = verifyHostname;
		}

	}

}

package io.natsevents.connection;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.io.Resource;

/**
 * Details needed to reach NATS: where it is and how to prove who we are.
 * <p>
 * At most one kind of authentication is used; the first that is set wins, in the order
 * credentials, NKey, token, user name.
 */
public interface NatsConnectionDetails extends ConnectionDetails {

	/**
	 * Addresses of the servers, such as {@code nats://localhost:4222}. One that answers
	 * is enough: it tells the client about the others of its cluster.
	 * @return the addresses, at least one
	 */
	List<String> getServers();

	/**
	 * User name.
	 * @return the user name, or {@code null} where none is needed
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * Password of the user.
	 * @return the password, or {@code null} where none is needed
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * Token shared with the server. Asked for at every connect.
	 * @return the token, or {@code null} where none is needed
	 */
	default @Nullable String getToken() {
		return null;
	}

	/**
	 * Credentials file: JWT and seed, as {@code nsc} writes it, or the seed of an NKey
	 * alone. One in the file system is read again at every connect, so it can be rotated
	 * on disk.
	 * @return the file, or {@code null} where none is needed
	 */
	default @Nullable Resource getCredentials() {
		return null;
	}

	/**
	 * Seed of an NKey, beginning {@code SU}. Asked for at every connect.
	 * @return the seed, or {@code null} where none is needed
	 */
	default @Nullable String getNkey() {
		return null;
	}

	/**
	 * SSL bundle to use for TLS. Asked for at every connect.
	 * @return the bundle, or {@code null} for a connection without TLS
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}

package io.natsevents.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.nats.client.AuthHandler;
import io.nats.client.Nats;
import io.nats.client.Options;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * Tells the client who we are. What can change while the application runs is asked for
 * again at every connect; the user name, which the client keeps, with every new client.
 *
 * @param details who we are
 */
record ConnectionAuthentication(NatsConnectionDetails details) {

	private static final Pattern SEED = Pattern.compile("(?m)^\\s*(SU[A-Z2-7]{56})\\s*$");

	private static final String JWT = "NATS USER JWT";

	void apply(Options.Builder options) {
		Resource credentials = this.details.getCredentials();
		String username = this.details.getUsername();
		if (credentials != null) {
			options.authHandler(credentialsHandler(credentials));
		}
		else if (this.details.getNkey() != null) {
			NkeyAuthHandler handler = new NkeyAuthHandler(() -> orEmpty(this.details.getNkey()));
			// Text that is no seed is refused here, not by the server
			handler.getID();
			options.authHandler(handler);
		}
		else if (this.details.getToken() != null) {
			options.tokenSupplier(() -> orEmpty(this.details.getToken()).toCharArray());
		}
		else if (username != null) {
			options.userInfo(username.toCharArray(), orEmpty(this.details.getPassword()).toCharArray());
		}
	}

	private static String orEmpty(@Nullable String value) {
		return (value != null) ? value : "";
	}

	/**
	 * The client would go on without what it cannot read, and be refused by the server.
	 */
	private static AuthHandler credentialsHandler(Resource credentials) {
		String text = read(credentials);
		if (!text.contains(JWT)) {
			seedIn(credentials);
			return new NkeyAuthHandler(() -> seedIn(credentials));
		}
		try {
			return credentials.isFile() ? Nats.credentials(credentials.getFile().getPath())
					: Nats.staticCredentials(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw unreadable(credentials, ex);
		}
	}

	private static String seedIn(Resource credentials) {
		Matcher seed = SEED.matcher(read(credentials));
		if (!seed.find()) {
			throw new IllegalStateException("Credentials of NATS in " + credentials.getDescription()
					+ " hold neither a user's JWT nor the seed of a user's NKey");
		}
		return seed.group(1);
	}

	private static String read(Resource credentials) {
		try {
			return credentials.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw unreadable(credentials, ex);
		}
	}

	private static IllegalStateException unreadable(Resource credentials, IOException cause) {
		return new IllegalStateException("Credentials of NATS cannot be read from " + credentials.getDescription(),
				cause);
	}

}

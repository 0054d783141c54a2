package io.natsevents.connection;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;

import io.nats.client.AuthHandler;
import io.nats.client.NKey;
import org.jspecify.annotations.Nullable;

/**
 * Answers the server's challenge with the seed of the moment, asked for at every connect.
 *
 * @param seed tells the seed of a user's NKey
 */
record NkeyAuthHandler(Supplier<String> seed) implements AuthHandler {

	@Override
	public byte[] sign(byte[] nonce) {
		NKey key = key();
		try {
			return key.sign(nonce);
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("The challenge of the NATS server could not be signed", ex);
		}
		finally {
			key.clear();
		}
	}

	@Override
	public char[] getID() {
		NKey key = key();
		try {
			return key.getPublicKey();
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("The public part of the NKey could not be computed", ex);
		}
		finally {
			key.clear();
		}
	}

	@Override
	public char @Nullable [] getJWT() {
		return null;
	}

	/**
	 * The key.
	 * @throws IllegalArgumentException when the seed is none, without showing it
	 */
	private NKey key() {
		try {
			return NKey.fromSeed(this.seed.get().toCharArray());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The NKey of NATS is not a seed; that of a user begins with SU and has 58 characters", ex);
		}
	}

	@Override
	public String toString() {
		return "NKey";
	}

}

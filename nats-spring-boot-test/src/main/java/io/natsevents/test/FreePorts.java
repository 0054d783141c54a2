package io.natsevents.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Finds ports of the loopback interface that nobody listens on.
 */
class FreePorts {

	// Below the ranges from which Linux and macOS take the local ports of outgoing
	// connections: a server that is down
	// for a while must find its port free again, and a client that keeps trying must not
	// connect to itself.
	private static final int FIRST = 15_000;

	private static final int LAST = 32_000;

	private static final int ATTEMPTS = 1_000;

	private final RandomGenerator random;

	FreePorts(RandomGenerator random) {
		this.random = random;
	}

	int next() {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int port = this.random.nextInt(FIRST, LAST);
			if (isFree(port)) {
				return port;
			}
		}
		throw new IllegalStateException(
				"No free port found on 127.0.0.1 between %d and %d after %d attempts".formatted(FIRST, LAST, ATTEMPTS));
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}

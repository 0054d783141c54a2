package io.natsevents.support;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A connection of a process, and the one that was made for it to a server.
 */
final class LinkConnection {

	private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

	/** As much as may come while a message is delayed. */
	private static final int BUFFER_SIZE = 1 << 18;

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Link link;

	private final Socket client;

	private final Socket server;

	private volatile Predicate<ProtocolMessage> lostFromServer = (message) -> false;

	private volatile Predicate<ProtocolMessage> lostFromClient = (message) -> false;

	private volatile boolean told;

	private volatile boolean frozen;

	private volatile @Nullable String awaitedAnswer;

	private volatile boolean pongAwaited;

	LinkConnection(Link link, Socket client, Socket server) throws IOException {
		this.link = link;
		this.client = client;
		this.server = server;
		client.setTcpNoDelay(true);
		server.setTcpNoDelay(true);
	}

	void start() {
		thread(() -> {
			pump(this.client, this.server, this::toServer);
			this.link.processEnded();
			end();
		});
		thread(() -> {
			pump(this.server, this.client, this::toClient);
			end();
		});
	}

	void loseFromServer(Predicate<ProtocolMessage> lost) {
		this.lostFromServer = lost;
	}

	void loseFromClient(Predicate<ProtocolMessage> lost) {
		this.lostFromClient = lost;
	}

	void freeze() {
		this.frozen = true;
	}

	void mend() {
		this.lostFromServer = (message) -> false;
		this.lostFromClient = (message) -> false;
		if (this.frozen) {
			close();
		}
	}

	/**
	 * Whether messages have got through, and still do.
	 */
	boolean isWorking() {
		return this.told && !this.frozen;
	}

	int port() {
		return this.server.getLocalPort();
	}

	void close() {
		this.closed.countDown();
		this.link.ended(this);
		try (Socket first = this.client; Socket second = this.server) {
			// Only to be closed
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One of the two has gone. Who is behind a frozen connection does not see it.
	 */
	private void end() throws InterruptedException {
		if (this.frozen) {
			this.closed.await();
		}
		close();
	}

	private void pump(Socket from, Socket to, Passage passage) throws InterruptedException {
		try {
			OutputStream output = new BufferedOutputStream(to.getOutputStream(), BUFFER_SIZE);
			InputStream input = new BufferedInputStream(new Incoming(from.getInputStream(), output), BUFFER_SIZE);
			ProtocolMessage message = ProtocolMessage.read(input);
			while (message != null && !this.frozen) {
				passage.pass(message, output);
				message = ProtocolMessage.read(input);
			}
		}
		catch (IOException ex) {
			// It was cut, or one of the two has gone
		}
	}

	private void toServer(ProtocolMessage message, OutputStream server) throws IOException {
		if (this.lostFromClient.test(message)) {
			return;
		}
		Crash crash = this.link.crash();
		if (crash == null || !crash.isReachedBy(message, this.link)) {
			server.write(message.bytes());
			return;
		}
		if (crash.moment() == CrashPoint.Moment.BEFORE) {
			// What came before has been sent for good
			server.flush();
			this.link.freeze();
			return;
		}
		this.awaitedAnswer = message.reply();
		this.pongAwaited = message.reply() == null;
		server.write(message.bytes());
		if (this.pongAwaited) {
			server.write(PING);
		}
	}

	private void toClient(ProtocolMessage message, OutputStream client) throws IOException {
		boolean awaited = (message.verb().equals("PONG")) ? this.pongAwaited
				: !message.subject().isEmpty() && message.subject().equals(this.awaitedAnswer);
		if (awaited) {
			this.link.freeze();
		}
		if (!this.frozen && !this.lostFromServer.test(message)) {
			client.write(message.withoutOtherServers().bytes());
			this.told = true;
		}
	}

	static void thread(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// It was closed
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "link");
		thread.setDaemon(true);
		thread.start();
	}

	interface Task {

		void run() throws IOException, InterruptedException;

	}

	private interface Passage {

		void pass(ProtocolMessage message, OutputStream to) throws IOException;

	}

	/**
	 * What has come in, after what was read from it before has gone out.
	 */
	private final class Incoming extends FilterInputStream {

		private final OutputStream output;

		Incoming(InputStream input, OutputStream output) {
			super(input);
			this.output = output;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			this.output.flush();
			int count = super.read(bytes, offset, length);
			Duration delay = LinkConnection.this.link.delay();
			if (!delay.isZero()) {
				await(delay);
			}
			return count;
		}

		private void await(Duration delay) throws IOException {
			try {
				LinkConnection.this.closed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IOException(ex);
			}
		}

	}

}

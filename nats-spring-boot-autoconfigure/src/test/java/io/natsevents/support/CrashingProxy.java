package io.natsevents.support;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import io.natsevents.test.NatsServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a process and the server, and lets nothing through any more, either way,
 * once the process has reached a point. Whoever ends the process then ends it exactly
 * there: what it still sends, or would have got, is lost as in a crash.
 */
public final class CrashingProxy implements AutoCloseable {

	private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final int serverPort;

	private final @Nullable CrashPoint point;

	private final ServerSocket listening;

	private volatile boolean frozen;

	private CrashingProxy(int serverPort, @Nullable CrashPoint point) throws IOException {
		this.serverPort = serverPort;
		this.point = point;
		this.listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	/**
	 * Start a proxy that freezes at a point.
	 */
	public static CrashingProxy at(CrashPoint point, NatsServer server) {
		return open(server, point);
	}

	/**
	 * Start a proxy that freezes when it is told to, or when the process has ended.
	 */
	public static CrashingProxy of(NatsServer server) {
		return open(server, null);
	}

	private static CrashingProxy open(NatsServer server, @Nullable CrashPoint point) {
		try {
			return new CrashingProxy(server.port(), point);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String url() {
		return "nats://127.0.0.1:" + this.listening.getLocalPort();
	}

	/**
	 * Let nothing through any more.
	 */
	public void freeze() {
		this.frozen = true;
	}

	public boolean isFrozen() {
		return this.frozen;
	}

	/**
	 * Wait until it is frozen.
	 */
	public void awaitFrozen() {
		Awaitility.await("crash point " + this.point).atMost(LIMIT).until(this::isFrozen);
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.listening.accept();
			this.sockets.add(client);
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.serverPort);
			this.sockets.add(server);
			if (this.closed.getCount() == 0) {
				closeSockets();
			}
			Pair pair = new Pair(client, server);
			start(pair::pumpToServer);
			start(pair::pumpToClient);
		}
	}

	private void closeSockets() {
		for (Socket socket : this.sockets) {
			close(socket);
		}
	}

	private static void close(AutoCloseable socket) {
		try {
			socket.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void start(Pump pump) {
		Thread thread = new Thread(() -> {
			try {
				pump.run();
			}
			catch (IOException ex) {
				// One of the two has gone, or the test is over
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "crashing-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		this.frozen = true;
		this.closed.countDown();
		close(this.listening);
		closeSockets();
	}

	private interface Pump {

		void run() throws IOException, InterruptedException;

	}

	/**
	 * The connection of the process, and the one made for it.
	 */
	private final class Pair {

		private final Socket client;

		private final Socket server;

		private volatile @Nullable String awaitedAnswer;

		private volatile boolean pongAwaited;

		Pair(Socket client, Socket server) {
			this.client = client;
			this.server = server;
		}

		void pumpToServer() throws IOException, InterruptedException {
			try {
				pump(this.client, this.server, this::toServer);
			}
			finally {
				// The process has ended by itself
				freeze();
			}
		}

		void pumpToClient() throws IOException, InterruptedException {
			pump(this.server, this.client, this::toClient);
		}

		private void pump(Socket from, Socket to, Passage passage) throws IOException, InterruptedException {
			try (from; to) {
				InputStream input = new BufferedInputStream(from.getInputStream());
				OutputStream output = new BufferedOutputStream(to.getOutputStream());
				ProtocolMessage message = ProtocolMessage.read(input);
				while (message != null) {
					passage.pass(message, output);
					if (CrashingProxy.this.frozen) {
						CrashingProxy.this.closed.await();
						return;
					}
					if (input.available() == 0) {
						output.flush();
					}
					message = ProtocolMessage.read(input);
				}
			}
		}

		private void toServer(ProtocolMessage message, OutputStream server) throws IOException {
			CrashPoint point = CrashingProxy.this.point;
			if (CrashingProxy.this.frozen) {
				return;
			}
			if (point == null || !point.matches(message)) {
				server.write(message.bytes());
				return;
			}
			if (point.moment() == CrashPoint.Moment.BEFORE) {
				// What came before has been sent for good
				server.flush();
				freeze();
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
				freeze();
			}
			if (!CrashingProxy.this.frozen) {
				client.write(message.bytes());
			}
		}

	}

	private interface Passage {

		void pass(ProtocolMessage message, OutputStream to) throws IOException;

	}

}

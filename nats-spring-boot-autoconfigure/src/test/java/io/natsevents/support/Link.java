package io.natsevents.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.natsevents.test.NatsServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The way of one process to its servers: an entrance for each of them, in front of which
 * the process does not learn of any other way. It can be cut, slowed down and frozen, and
 * lose messages. For any number of threads.
 */
public final class Link implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final Set<LinkConnection> connections = ConcurrentHashMap.newKeySet();

	private final List<ServerSocket> entrances = new ArrayList<>();

	private volatile Duration delay = Duration.ZERO;

	private volatile boolean refusing;

	private volatile boolean frozen;

	private volatile boolean freezingAtEnd;

	private volatile @Nullable Crash crash;

	private volatile boolean closed;

	private Link(List<NatsServer> servers) throws IOException {
		for (NatsServer server : servers) {
			ServerSocket entrance = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
			this.entrances.add(entrance);
			LinkConnection.thread(() -> accept(entrance, server.port()));
		}
	}

	/**
	 * Open a way to servers.
	 */
	public static Link to(List<NatsServer> servers) {
		try {
			return new Link(servers);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Open a way to one server.
	 */
	public static Link to(NatsServer server) {
		return to(List.of(server));
	}

	/**
	 * The entrances, in the order of their servers.
	 * @return URLs, separated by commas
	 */
	public String url() {
		return this.entrances.stream()
			.map((entrance) -> "nats://127.0.0.1:" + entrance.getLocalPort())
			.collect(Collectors.joining(","));
	}

	/**
	 * Break the connections there are. New ones work.
	 */
	public void cut() {
		this.connections.forEach(LinkConnection::close);
	}

	/**
	 * Break the connections there are, and each new one at once, until it is mended.
	 */
	public void refuse() {
		this.refusing = true;
		cut();
	}

	/**
	 * Let every message arrive later, until it is mended.
	 * @param delay by this or by up to twice of it, in each direction
	 */
	public void delay(Duration delay) {
		this.delay = delay;
	}

	/**
	 * Lose messages of servers on the connections there are.
	 * @param lost which ones
	 */
	public void loseFromServer(Predicate<ProtocolMessage> lost) {
		this.connections.forEach((connection) -> connection.loseFromServer(lost));
	}

	/**
	 * Lose messages of the process on the connections there are.
	 * @param lost which ones
	 */
	public void loseFromClient(Predicate<ProtocolMessage> lost) {
		this.connections.forEach((connection) -> connection.loseFromClient(lost));
	}

	/**
	 * Let nothing through any more on the connections there are, which stay open until it
	 * is mended. New ones work.
	 */
	public void freezeConnections() {
		this.connections.forEach(LinkConnection::freeze);
	}

	/**
	 * Let nothing through any more on the connections there are and on new ones, which
	 * all stay open until it is mended.
	 */
	public void freeze() {
		this.frozen = true;
		freezeConnections();
	}

	/**
	 * Freeze when the process has reached a point. Whoever ends the process then ends it
	 * exactly there: what it still sends, or would have got, is lost as in a crash.
	 */
	public void freezeAt(CrashPoint point) {
		freezeAt(new Crash(point));
	}

	/**
	 * Freeze when the process is the first of several to reach a point.
	 */
	public void freezeAt(Crash crash) {
		this.crash = crash;
	}

	/**
	 * Freeze when the process has ended.
	 */
	public void freezeAtEnd() {
		this.freezingAtEnd = true;
	}

	public boolean isFrozen() {
		return this.frozen;
	}

	/**
	 * Wait until it is frozen.
	 */
	public void awaitFrozen() {
		Crash awaited = this.crash;
		Awaitility.await((awaited != null) ? awaited.toString() : "the end of the process")
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(10))
			.until(this::isFrozen);
	}

	/**
	 * Undo all that was done. Connections that were frozen break: what they lost would be
	 * missing on them.
	 */
	public void mend() {
		this.crash = null;
		this.freezingAtEnd = false;
		this.delay = Duration.ZERO;
		this.refusing = false;
		this.frozen = false;
		this.connections.forEach(LinkConnection::mend);
	}

	/**
	 * Ports from which servers see the connections on which messages get through.
	 */
	public Set<Integer> workingPorts() {
		return this.connections.stream()
			.filter(LinkConnection::isWorking)
			.map(LinkConnection::port)
			.collect(Collectors.toSet());
	}

	/**
	 * How many connections there are, also those on which nothing gets through.
	 */
	public int connections() {
		return this.connections.size();
	}

	Duration delay() {
		return this.delay;
	}

	@Nullable Crash crash() {
		return this.crash;
	}

	void ended(LinkConnection connection) {
		this.connections.remove(connection);
	}

	void processEnded() {
		if (this.freezingAtEnd) {
			freeze();
		}
	}

	private void accept(ServerSocket entrance, int serverPort) throws IOException {
		while (true) {
			Socket client = entrance.accept();
			try {
				connect(client, serverPort);
			}
			catch (IOException ex) {
				// The server does not run
				client.close();
			}
		}
	}

	private void connect(Socket client, int serverPort) throws IOException {
		if (this.refusing) {
			client.close();
			return;
		}
		LinkConnection connection = new LinkConnection(this, client,
				new Socket(InetAddress.getLoopbackAddress(), serverPort));
		this.connections.add(connection);
		if (this.frozen) {
			connection.freeze();
		}
		if (this.refusing || this.closed) {
			connection.close();
		}
		connection.start();
	}

	@Override
	public void close() {
		this.closed = true;
		for (ServerSocket entrance : this.entrances) {
			try {
				entrance.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		cut();
	}

}

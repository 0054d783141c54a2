package io.natsevents.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

import io.natsevents.test.NatsServer;

/**
 * Stands between an application and the server, and loses what one of them sends before
 * the connection breaks. The next connection works.
 */
public final class LossyProxy implements AutoCloseable {

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	private final int serverPort;

	private final ServerSocket listening;

	private volatile boolean losingFromServer;

	private volatile boolean losingFromClient;

	public LossyProxy(NatsServer server) throws IOException {
		this.serverPort = server.port();
		this.listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	public String url() {
		return "nats://127.0.0.1:" + this.listening.getLocalPort();
	}

	/**
	 * Lose what the server sends from now on.
	 */
	public void loseFromServer() {
		this.losingFromServer = true;
	}

	/**
	 * Lose what the application sends from now on.
	 */
	public void loseFromClient() {
		this.losingFromClient = true;
	}

	/**
	 * Break the connections there are, and lose nothing on the next ones.
	 */
	public void cut() throws IOException {
		Socket socket = this.sockets.poll();
		while (socket != null) {
			socket.close();
			socket = this.sockets.poll();
		}
		this.losingFromServer = false;
		this.losingFromClient = false;
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.listening.accept();
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.serverPort);
			this.sockets.add(client);
			this.sockets.add(server);
			start(() -> pump(client, server, () -> this.losingFromClient));
			start(() -> pump(server, client, () -> this.losingFromServer));
		}
	}

	private void pump(Socket from, Socket to, BooleanSupplier losing) throws IOException {
		try (from; to) {
			InputStream input = from.getInputStream();
			OutputStream output = to.getOutputStream();
			byte[] buffer = new byte[8192];
			int length = input.read(buffer);
			while (length > 0) {
				if (!losing.getAsBoolean()) {
					output.write(buffer, 0, length);
				}
				length = input.read(buffer);
			}
		}
	}

	private static void start(Pump pump) {
		Thread thread = new Thread(() -> {
			try {
				pump.run();
			}
			catch (IOException ex) {
				// It was cut, or the test is over
			}
		}, "lossy-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
		cut();
	}

	private interface Pump {

		void run() throws IOException;

	}

}

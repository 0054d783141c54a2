package io.natsevents.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.natsevents.test.NatsServer;

/**
 * A client that writes whatever headers it likes.
 */
public final class RawClient implements AutoCloseable {

	private final Socket socket;

	/**
	 * Use a connection.
	 * @param socket connected to a server
	 */
	public RawClient(Socket socket) throws IOException {
		this.socket = socket;
		this.socket.setSoTimeout(10_000);
	}

	public static RawClient of(NatsServer server) throws IOException {
		return new RawClient(new Socket("127.0.0.1", server.port()));
	}

	/**
	 * Publish a message; when this returns, the server has it.
	 */
	public void publish(String subject, String headers, String body) throws IOException {
		byte[] head = headers.getBytes(StandardCharsets.UTF_8);
		byte[] data = body.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes("CONNECT {\"headers\":true,\"verbose\":false}\r\nHPUB %s %d %d\r\n"
			.formatted(subject, head.length, head.length + data.length)
			.getBytes(StandardCharsets.UTF_8));
		bytes.writeBytes(head);
		bytes.writeBytes(data);
		bytes.writeBytes("\r\nPING\r\n".getBytes(StandardCharsets.UTF_8));
		this.socket.getOutputStream().write(bytes.toByteArray());
		this.socket.getOutputStream().flush();
		awaitAnswer();
	}

	private void awaitAnswer() throws IOException {
		InputStream input = this.socket.getInputStream();
		StringBuilder answer = new StringBuilder();
		while (!answer.toString().endsWith("PONG\r\n")) {
			int octet = input.read();
			if (octet < 0) {
				throw new IOException("The server ended the connection: " + answer);
			}
			answer.append((char) octet);
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}

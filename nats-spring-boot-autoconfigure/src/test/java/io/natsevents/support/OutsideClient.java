package io.natsevents.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.natsevents.test.NatsServer;
import org.jspecify.annotations.Nullable;

/**
 * A client that publishes whatever it likes into streams, and waits for each answer.
 */
public final class OutsideClient implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 2000;

	private static final Pattern SEQUENCE = Pattern.compile("\"seq\":([0-9]+)");

	private static final Pattern DESCRIPTION = Pattern.compile("\"description\":\"([^\"]*)\"");

	private static final String LINE_END = "\r\n";

	private final NatsServer server;

	private @Nullable Socket socket;

	private final String replies = "outside." + UUID.randomUUID() + ".";

	private int count;

	/**
	 * Make a client.
	 * @param server the server it connects to whenever it has to
	 */
	public OutsideClient(NatsServer server) {
		this.server = server;
	}

	/**
	 * Publish a message.
	 * @param subject the subject
	 * @param headers the headers as bytes, empty for none
	 * @param body the body
	 * @param reply where the server answers, or {@code null} for anywhere
	 * @return what the server answered
	 */
	public Answer publish(String subject, byte[] headers, byte[] body, @Nullable String reply) {
		try {
			return answer(
					publish(connected(), subject, headers, body, (reply != null) ? reply : this.replies + this.count));
		}
		catch (SocketTimeoutException ex) {
			disconnect();
			return new Answer(0, false, "");
		}
		catch (IOException ex) {
			disconnect();
			return new Answer(0, true, "connection ended: " + ex.getMessage());
		}
	}

	private ProtocolMessage publish(Socket connection, String subject, byte[] headers, byte[] body, String reply)
			throws IOException {
		int subscription = ++this.count;
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(utf8("SUB " + reply + " " + subscription + LINE_END));
		int length = headers.length + body.length;
		bytes.writeBytes(
				utf8((headers.length > 0) ? "HPUB " + subject + " " + reply + " " + headers.length + " " + length
						: "PUB " + subject + " " + reply + " " + length));
		bytes.writeBytes(utf8(LINE_END));
		bytes.writeBytes(headers);
		bytes.writeBytes(body);
		bytes.writeBytes(utf8(LINE_END + "UNSUB " + subscription + " 1" + LINE_END));
		OutputStream output = connection.getOutputStream();
		try {
			output.write(bytes.toByteArray());
		}
		catch (IOException ex) {
			// It may have said why before it ended the connection
		}
		while (true) {
			ProtocolMessage message = ProtocolMessage.read(connection.getInputStream());
			if (message == null) {
				throw new IOException("by the server");
			}
			if (message.verb().equals("PING")) {
				output.write(utf8("PONG" + LINE_END));
			}
			else if (message.verb().equals("-ERR") || message.verb().endsWith("MSG")) {
				return message;
			}
		}
	}

	private Answer answer(ProtocolMessage message) {
		String text = new String(message.bytes(), StandardCharsets.UTF_8);
		if (message.verb().equals("-ERR")) {
			disconnect();
			return new Answer(0, true, text.strip());
		}
		Matcher description = DESCRIPTION.matcher(text);
		if (description.find()) {
			return new Answer(0, true, description.group(1));
		}
		Matcher sequence = SEQUENCE.matcher(text);
		if (!sequence.find()) {
			return new Answer(0, true, text.contains("NATS/1.0 503") ? "no stream takes it" : text);
		}
		if (text.contains("\"duplicate\"")) {
			return new Answer(0, true, "duplicate");
		}
		return new Answer(Long.parseLong(sequence.group(1)), false, "");
	}

	private Socket connected() throws IOException {
		Socket current = this.socket;
		if (current == null) {
			current = new Socket("127.0.0.1", this.server.port());
			current.setSoTimeout(TIMEOUT_MILLIS);
			current.setTcpNoDelay(true);
			current.getOutputStream()
				.write(utf8("CONNECT {\"headers\":true,\"no_responders\":true,\"verbose\":false}" + LINE_END));
			this.socket = current;
		}
		return current;
	}

	private void disconnect() {
		try {
			close();
		}
		catch (IOException ex) {
			// Ended already
		}
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() throws IOException {
		Socket current = this.socket;
		this.socket = null;
		if (current != null) {
			current.close();
		}
	}

	/**
	 * What became of a message.
	 *
	 * @param sequence where it is stored, 0 if that is not known
	 * @param refused whether it is certainly not stored
	 * @param reason why it was refused
	 */
	public record Answer(long sequence, boolean refused, String reason) {
	}

}

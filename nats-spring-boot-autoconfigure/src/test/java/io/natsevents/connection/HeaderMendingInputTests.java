package io.natsevents.connection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for following what a server sends.
 */
class HeaderMendingInputTests {

	private static final int BUFFER = 64 * 1024;

	private static final String ACK = "$JS.ACK.AUTH_EVENTS.a.1.2.3.4.5";

	private final List<String> mended = new ArrayList<>();

	/** What a server sends, and behind it what the client is to read. */
	private static List<byte[]> conversation() {
		ByteArrayOutputStream sent = new ByteArrayOutputStream();
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		same(sent, read, "INFO {\"headers\":true,\"max_payload\":1048576}\r\n");
		same(sent, read, "PING\r\n+OK\r\nPONG\r\n-ERR 'Permissions Violation'\r\n");
		same(sent, read, "MSG a.b 1 5\r\nhello\r\n");
		same(sent, read, "MSG a.b 1 _INBOX.1 0\r\n\r\n");
		same(sent, read, message("a.b 1 _INBOX.2", "NATS/1.0\r\nk: v\r\nempty:\r\n\r\n", "{}"));
		same(sent, read, message("a.b 1", "NATS/1.0 503\r\n\r\n", ""));
		same(sent, read, message("a.b 1", "NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Stream: 1\r\n\r\n", ""));
		same(sent, read, "msg a.b 1 39\r\nHMSG x 1 3 5\r\n\r\n\n\r\nMSG \r\nINFO é\r\nPING\r\n\r\n");
		same(sent, read, message("a.b\t1\t" + ACK, "NATS/1.0\r\ntab:\tx\r\n\r\n", "\r\n"));
		add(sent, message("a.€ 1 " + ACK, "NATS/1.0\r\nce-subject: Euro € 100%\r\nk: v\r\n\r\n", "body é"));
		add(read, message("a.€ 1 " + ACK, "NATS/1.0\r\nce-subject:Euro %E2%82%AC 100%\r\nk: v\r\n\r\n", "body é"));
		add(sent, message("a.b 1", "", "empty"));
		add(read, message("a.b 1", "NATS/1.0\r\n\r\n", "empty"));
		add(sent, message("a.b 1 " + ACK, "NATS/1.0 408 Request Timeout\r\nk: v\r\n\r\n", "kept"));
		add(read, message("a.b 1 " + ACK, "NATS/1.0\r\nk: v\r\n\r\n", "kept"));
		add(sent, message("a.b 1", "HTTP/1.1 200\r\n\r\n", ""));
		add(read, message("a.b 1", "NATS/1.0\r\n\r\n", ""));
		same(sent, read, message("a.b 2", "NATS/1.0\r\nlast: one\r\n\r\n", "x"));
		same(sent, read, "PING\r\n");
		return List.of(sent.toByteArray(), read.toByteArray());
	}

	private static void same(ByteArrayOutputStream sent, ByteArrayOutputStream read, String text) {
		add(sent, text);
		add(read, text);
	}

	private static void add(ByteArrayOutputStream stream, String text) {
		stream.writeBytes(bytes(text));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String message(String arguments, String headers, String body) {
		int length = bytes(headers).length;
		String separator = arguments.contains("\t") ? "\t" : " ";
		return "HMSG " + arguments + separator + length + separator + (length + bytes(body).length) + "\r\n" + headers
				+ body + "\r\n";
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 50, 200, BUFFER })
	void whereReadsAreSplitMakesNoDifference(int buffer) throws Exception {
		byte[] sent = conversation().get(0);
		byte[] read = conversation().get(1);
		for (int split = 0; split < sent.length; split++) {
			assertThat(readAll(new Pieces(sent, split, sent.length), buffer)).as("split at %d", split)
				.asString(StandardCharsets.UTF_8)
				.isEqualTo(new String(read, StandardCharsets.UTF_8));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 17 })
	void piecesOfAnySizeMakeNoDifference(int size) throws Exception {
		byte[] sent = conversation().get(0);
		for (int buffer : new int[] { 1, 3, 64, 100, 300, BUFFER }) {
			assertThat(readAll(new Pieces(sent, size, size), buffer)).isEqualTo(conversation().get(1));
		}
	}

	@Test
	void buffersOfChangingSizesMakeNoDifference() throws Exception {
		Random random = new Random(20260102);
		byte[] sent = conversation().get(0);
		for (int round = 0; round < 500; round++) {
			int size = 1 + random.nextInt(400);
			HeaderMendingInput input = input(new Pieces(sent, random.nextInt(size), size));
			ByteArrayOutputStream read = new ByteArrayOutputStream();
			byte[] target = new byte[512];
			int offset = random.nextInt(10);
			int length;
			while ((length = input.read(target, offset, 1 + random.nextInt(400))) > 0) {
				read.write(target, offset, length);
			}
			assertThat(read.toByteArray()).as("round %d", round)
				.asString(StandardCharsets.UTF_8)
				.isEqualTo(new String(conversation().get(1), StandardCharsets.UTF_8));
		}
	}

	@Test
	void eachMendedMessageIsReportedOnce() throws Exception {
		readAll(new Pieces(conversation().get(0), 3, 3), BUFFER);
		assertThat(this.mended).containsExactly("a.\u00e2\u0082\u00ac [%s]".formatted(HeaderDefect.VALUE),
				"a.b [%s]".formatted(HeaderDefect.FORM), "a.b [%s]".formatted(HeaderDefect.STATUS),
				"a.b [%s]".formatted(HeaderDefect.FORM));
	}

	@Test
	void soundMessagesStayInTheBufferTheyWereReadInto() throws Exception {
		byte[] sent = bytes(message("a.b 1", "NATS/1.0\r\nk: v\r\n\r\n", "{}").repeat(100));
		byte[] target = new byte[BUFFER];
		Pieces source = new Pieces(sent, sent.length, sent.length);
		assertThat(input(source).read(target, 10, BUFFER - 10)).isEqualTo(sent.length);
		assertThat(Arrays.copyOfRange(target, 10, 10 + sent.length)).isEqualTo(sent);
		assertThat(source.reads).isEqualTo(1);
	}

	@Test
	void headersMayBeLargerThanTheBuffer() throws Exception {
		String large = "NATS/1.0\r\nlarge: " + "x".repeat(1_000_000) + "\r\n";
		String good = message("a.b 1", large + "k: v\r\n\r\n", "{}");
		String bad = message("a.b 1", large + "k: é\r\n\r\n", "{}");
		String mended = message("a.b 1", large + "k:%C3%A9\r\n\r\n", "{}");
		byte[] read = readAll(new Pieces(bytes(good + bad + good), 1000, 50_000), BUFFER);
		assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo(good + mended + good);
	}

	@Test
	void endInTheMiddleOfHeadersIsTheEnd() throws Exception {
		byte[] sent = bytes("PING\r\nHMSG a.b 1 400 400\r\nNATS/1.0\r\n");
		for (int buffer : new int[] { 1, 64, BUFFER }) {
			assertThat(readAll(new Pieces(sent, 4, 20), buffer)).asString().isEqualTo("PING\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HMSG a 1 20 12", "HMSG a 1 x 12", "HMSG a 1 -1 12", "HMSG a 1 12 99999999999",
			"HMSG a 1  5", "MSG a 1 ", "MSG a 1 1x", "MSG a 1 2147483648", "MSG", "HMSG" })
	void lengthsThatMakeNoSenseEndTheConnection(String line) {
		assertThatIOException().isThrownBy(() -> readAll(new Pieces(bytes(line + "\r\n"), 9, 9), BUFFER))
			.withMessageContaining("with lengths that cannot be those of a message; connecting again");
	}

	@Test
	void moreHeadersThanTheServerAllowsEndTheConnection() {
		byte[] sent = bytes("HMSG a.b 1 2000000000 2000000000\r\nNATS/1.0\r\n");
		assertThatIOException().isThrownBy(() -> readAll(new Pieces(sent, 9, 9), BUFFER))
			.withMessageStartingWith("The server announced headers of 2000000000 bytes, more than its max_payload");
	}

	@Test
	void lineMayBeAsLongAsTheClientTakes() throws Exception {
		String longest = "a".repeat(4096 - " 1 12 12".length());
		String message = message(longest + " 1", "NATS/1.0\r\n\r\n", "");
		assertThat(readAll(new Pieces(bytes(message), 9, 1000), BUFFER)).asString().isEqualTo(message);
		for (int buffer : new int[] { 64, BUFFER }) {
			assertThatIOException().isThrownBy(() -> readAll(new Pieces(bytes("HMSG a" + message), 9, 1000), buffer))
				.withMessageContaining("a line of more than 4096 bytes before a message");
		}
	}

	private byte[] readAll(InputStream source, int buffer) throws IOException {
		HeaderMendingInput input = input(source);
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		byte[] target = new byte[buffer];
		int length;
		while ((length = input.read(target, 0, buffer)) > 0) {
			read.write(target, 0, length);
		}
		assertThat(length).isEqualTo(-1);
		return read.toByteArray();
	}

	private HeaderMendingInput input(InputStream source) {
		return new HeaderMendingInput(source::read, 4096, () -> 1024 * 1024,
				(subject, defects) -> this.mended.add(subject + " " + defects));
	}

	/**
	 * What is sent, in pieces.
	 */
	private static final class Pieces extends ByteArrayInputStream {

		private final int first;

		private final int others;

		private int reads;

		private Pieces(byte[] bytes, int first, int others) {
			super(bytes);
			this.first = first;
			this.others = others;
		}

		@Override
		public synchronized int read(byte[] target, int offset, int length) {
			int piece = (this.pos < this.first) ? this.first - this.pos : this.others;
			this.reads++;
			return super.read(target, offset, Math.min(piece, length));
		}

	}

}

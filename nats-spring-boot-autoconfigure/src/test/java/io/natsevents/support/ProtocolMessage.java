package io.natsevents.support;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One message of the protocol between a client and a server, in either direction.
 *
 * @param verb its first word, such as {@code PUB}
 * @param subject the subject, empty for messages that have none
 * @param reply where an answer goes to, or {@code null} when none is wanted
 * @param bytes all of it, as it was on the wire
 */
public record ProtocolMessage(String verb, String subject, @Nullable String reply, byte[] bytes) {

	private static final int LINE_END = 2;

	private static final Pattern SPACE = Pattern.compile("\\s+");

	private static final Pattern OTHER_SERVERS = Pattern.compile("\"connect_urls\":\\[(\"[^\"]*\",?)*]");

	/**
	 * Read a message.
	 * @return the message, or {@code null} at the end of the connection
	 */
	static @Nullable ProtocolMessage read(InputStream input) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		int octet = input.read();
		if (octet < 0) {
			return null;
		}
		while (octet != '\n') {
			if (octet < 0) {
				throw new EOFException("The connection ended within a line");
			}
			bytes.write(octet);
			octet = input.read();
		}
		bytes.write(octet);
		String[] words = SPACE.split(bytes.toString(StandardCharsets.ISO_8859_1).trim());
		if (!words[0].endsWith("PUB") && !words[0].endsWith("MSG")) {
			return new ProtocolMessage(words[0], "", null, bytes.toByteArray());
		}
		bytes.writeBytes(input.readNBytes(Integer.parseInt(words[words.length - 1]) + LINE_END));
		return new ProtocolMessage(words[0], words[1], reply(words), bytes.toByteArray());
	}

	/**
	 * A received message names its subscription after the subject; the sizes, two with
	 * headers, end the line.
	 */
	private static @Nullable String reply(String[] words) {
		int place = words[0].endsWith("MSG") ? 3 : 2;
		int sizes = words[0].startsWith("H") ? 2 : 1;
		return (words.length > place + sizes) ? words[place] : null;
	}

	/**
	 * Whether a client publishes it.
	 */
	public boolean isPublished() {
		return this.verb.endsWith("PUB");
	}

	/**
	 * Whether a text is in it, in its headers or its body.
	 */
	public boolean contains(String text) {
		return new String(this.bytes, StandardCharsets.ISO_8859_1).contains(text);
	}

	/**
	 * What a client must not know so that it stays on its link.
	 */
	ProtocolMessage withoutOtherServers() {
		if (!this.verb.equals("INFO")) {
			return this;
		}
		String told = new String(this.bytes, StandardCharsets.UTF_8);
		byte[] rest = OTHER_SERVERS.matcher(told).replaceAll("\"connect_urls\":[]").getBytes(StandardCharsets.UTF_8);
		return new ProtocolMessage(this.verb, this.subject, this.reply, rest);
	}

}

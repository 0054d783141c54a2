package io.natsevents.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The line before a message: {@code MSG} or {@code HMSG}, a subject, a subscription, a
 * reply subject if there is one, the length of the headers if there are any, and the
 * length of everything. It is used again for every message.
 */
final class ControlLine {

	private static final String STORED = "$JS.ACK.";

	private static final int OPERATION_WITH_HEADERS = "HMSG".length();

	private byte[] bytes = {};

	private int from;

	private int to;

	private boolean headers;

	private long headerLength;

	private long totalLength;

	/**
	 * Read a line.
	 * @param bytes hold the line
	 * @param from where it begins
	 * @param end where it ends, behind its line feed
	 * @throws IOException if its lengths cannot be those of a message
	 */
	void read(byte[] bytes, int from, int end) throws IOException {
		this.bytes = bytes;
		this.from = from;
		this.to = end - 2;
		this.headers = isHeadersOperation(bytes[from]);
		int separator = separator(this.to);
		this.totalLength = number(separator + 1, this.to);
		this.headerLength = 0;
		if (this.headers) {
			int before = separator(separator);
			this.headerLength = number(before + 1, separator);
			if (this.headerLength > this.totalLength) {
				throw nonsense();
			}
		}
	}

	/**
	 * Whether a message may begin with this byte; nothing else a server sends does.
	 */
	static boolean isMessage(byte first) {
		return isHeadersOperation(first) || first == 'M' || first == 'm';
	}

	private static boolean isHeadersOperation(byte first) {
		return first == 'H' || first == 'h';
	}

	private int separator(int before) throws IOException {
		int at = before - 1;
		while (at > this.from && !isSeparator(this.bytes[at])) {
			at--;
		}
		if (at <= this.from) {
			throw nonsense();
		}
		return at;
	}

	private static boolean isSeparator(byte octet) {
		return octet == ' ' || octet == '\t';
	}

	private long number(int first, int end) throws IOException {
		long number = 0;
		for (int i = first; i < end; i++) {
			int digit = this.bytes[i] - '0';
			if (digit < 0 || digit > 9) {
				throw nonsense();
			}
			number = number * 10 + digit;
			if (number > Integer.MAX_VALUE) {
				throw nonsense();
			}
		}
		if (first >= end) {
			throw nonsense();
		}
		return number;
	}

	boolean hasHeaders() {
		return this.headers;
	}

	int headerLength() {
		return (int) this.headerLength;
	}

	/** Bytes after the headers: the body and the end of its line. */
	long bodyLength() {
		return this.totalLength - this.headerLength + 2;
	}

	String subject() {
		return part(1);
	}

	/**
	 * Whether the message comes out of a stream, to be acknowledged.
	 */
	boolean isStored() {
		return part(3).startsWith(STORED);
	}

	private String part(int index) {
		String[] parts = text().split("[ \t]");
		return (index < parts.length) ? parts[index] : "";
	}

	/**
	 * The same line for headers of another length.
	 */
	byte[] withHeaderLength(int length) {
		String text = text();
		int last = lastSeparator(text, text.length());
		String lengths = length + " " + (this.totalLength - this.headerLength + length);
		return (text.substring(0, lastSeparator(text, last) + 1) + lengths + "\r\n")
			.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static int lastSeparator(String text, int before) {
		return Math.max(text.lastIndexOf(' ', before - 1), text.lastIndexOf('\t', before - 1));
	}

	/**
	 * Byte by byte, so that subjects in other encodings stay what they are.
	 */
	private String text() {
		return new String(this.bytes, this.from, this.to - this.from, StandardCharsets.ISO_8859_1);
	}

	private IOException nonsense() {
		return new IOException("The server sent " + (this.headers ? "HMSG" : "MSG")
				+ " with lengths that cannot be those of a message; connecting again");
	}

}

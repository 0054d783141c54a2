package io.natsevents.connection;

import java.nio.charset.StandardCharsets;

import io.nats.client.support.IncomingHeadersProcessor;

/**
 * Tells whether the client can read the headers of a message.
 */
final class HeaderBlock {

	static final byte[] VERSION = "NATS/1.0".getBytes(StandardCharsets.US_ASCII);

	private HeaderBlock() {
	}

	/**
	 * Look at headers as nearly all are: no status, names and values in ASCII. Whatever
	 * passes can be read by the client; what does not needs a closer look.
	 * @param bytes hold the block
	 * @param from where the block begins
	 * @param to where it ends
	 */
	static boolean isPlain(byte[] bytes, int from, int to) {
		int at = from + VERSION.length;
		if (to - at < 4 || !startsWithVersion(bytes, from, to) || !isLineEnd(bytes, at) || !isLineEnd(bytes, to - 2)) {
			return false;
		}
		at += 2;
		while (at < to - 2 && bytes[at] != '\r') {
			int colon = ByteScan.endOfName(bytes, at, to);
			if (colon == at || colon == to || bytes[colon] != ':') {
				return false;
			}
			// What ends a text may go on in the value, such as a tab, until the line ends
			at = ByteScan.endOfText(bytes, colon + 1, to);
			while (isControl(bytes[at])) {
				at = ByteScan.endOfText(bytes, at + 1, to);
			}
			if (!isLineEnd(bytes, at)) {
				return false;
			}
			at += 2;
		}
		return at == to - 2;
	}

	/**
	 * Whether a byte is one of the control characters that a value may have.
	 */
	private static boolean isControl(byte octet) {
		return octet >= 0 && octet < ' ' && octet != '\r' && octet != '\n';
	}

	private static boolean isLineEnd(byte[] bytes, int at) {
		return bytes[at] == '\r' && bytes[at + 1] == '\n';
	}

	static boolean startsWithVersion(byte[] bytes, int from, int to) {
		if (to - from < VERSION.length) {
			return false;
		}
		for (int i = 0; i < VERSION.length; i++) {
			if (bytes[from + i] != VERSION[i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Ask the client itself, whose reading thread would end by the exception.
	 * @param block a whole block
	 * @param mayHaveStatus whether a status is good, too
	 */
	static boolean isReadable(byte[] block, boolean mayHaveStatus) {
		try {
			return new IncomingHeadersProcessor(block).getStatus() == null || mayHaveStatus;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

}

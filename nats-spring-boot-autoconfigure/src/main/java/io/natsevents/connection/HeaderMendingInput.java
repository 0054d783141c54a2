package io.natsevents.connection;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Hands on what a server sends, byte for byte, except for headers the client would fail
 * at.
 * <p>
 * The bytes go straight into the reader's buffer and stay there. Only a message's line
 * and headers are held back, until they are complete; bodies are counted, not looked at.
 * For one connection and one thread at a time.
 */
final class HeaderMendingInput {

	/** What a server may add to headers that were as long as it allows. */
	private static final int MARGIN = 64 * 1024;

	/** Longest operation, the space behind it, and the end of the line. */
	private static final int AROUND_ARGUMENTS = "HMSG \r\n".length();

	private static final byte[] NOTHING = {};

	private final Source source;

	private final int maxControlLine;

	private final LongSupplier maxPayload;

	private final BiConsumer<String, Set<HeaderDefect>> mended;

	private final ControlLine line = new ControlLine();

	/** To be handed on as it is, before anything else. */
	private byte[] ready = NOTHING;

	private int readyFrom;

	/** Received but not followed yet. */
	private byte[] unread = NOTHING;

	private int unreadFrom;

	private int unreadTo;

	/** Length from which on the beginning of {@code unread} can be followed. */
	private int needed;

	private long body;

	private boolean inOtherLine;

	private byte previous;

	/**
	 * Begin at the beginning of a connection.
	 * @param source what the server sends
	 * @param maxControlLine longest line before a message, without its operation
	 * @param maxPayload the server's {@code max_payload}
	 * @param mended is told the subject of each message whose headers were mended
	 */
	HeaderMendingInput(Source source, int maxControlLine, LongSupplier maxPayload,
			BiConsumer<String, Set<HeaderDefect>> mended) {
		this.source = source;
		this.maxControlLine = maxControlLine;
		this.maxPayload = maxPayload;
		this.mended = mended;
	}

	/**
	 * Read some bytes, waiting for the first.
	 * @return how many, or -1 at the end
	 * @throws IOException from the source, and when what comes cannot be from a server
	 */
	int read(byte[] target, int offset, int length) throws IOException {
		while (true) {
			if (this.readyFrom < this.ready.length) {
				return handOn(target, offset, length);
			}
			int held = this.unreadTo - this.unreadFrom;
			if (held > 0 && this.needed > length / 2) {
				if (!complete(held)) {
					return -1;
				}
				continue;
			}
			int received = receive(target, offset, length, held);
			if (received <= 0) {
				return received;
			}
			int followed = follow(target, offset, offset + received) - offset;
			if (followed > 0) {
				return followed;
			}
		}
	}

	private int handOn(byte[] target, int offset, int length) {
		int handed = Math.min(length, this.ready.length - this.readyFrom);
		System.arraycopy(this.ready, this.readyFrom, target, offset, handed);
		this.readyFrom += handed;
		if (this.readyFrom == this.ready.length) {
			this.ready = NOTHING;
			this.readyFrom = 0;
		}
		return handed;
	}

	private int receive(byte[] target, int offset, int length, int held) throws IOException {
		int taken = Math.min(held, length);
		System.arraycopy(this.unread, this.unreadFrom, target, offset, taken);
		if (held > 0 && taken >= this.needed) {
			this.unreadFrom += taken;
			this.needed = 0;
			return taken;
		}
		int received = this.source.read(target, offset + taken, length - taken);
		if (received <= 0) {
			return received;
		}
		this.unreadFrom += taken;
		return taken + received;
	}

	/**
	 * Read in a buffer of its own what could have no room in the reader's.
	 * @return whether it came before the end
	 */
	private boolean complete(int held) throws IOException {
		byte[] head = new byte[this.needed];
		int length = Math.min(held, head.length);
		System.arraycopy(this.unread, this.unreadFrom, head, 0, length);
		this.unreadFrom += length;
		while (length < head.length) {
			int received = this.source.read(head, length, head.length - length);
			if (received < 0) {
				return false;
			}
			length += received;
		}
		this.needed = 0;
		if (follow(head, 0, length) == length) {
			this.ready = head;
		}
		return true;
	}

	/**
	 * Follow the protocol.
	 * @return up to where everything may be handed on
	 */
	private int follow(byte[] bytes, int from, int to) throws IOException {
		int at = from;
		while (at < to) {
			if (this.body > 0) {
				int skipped = (int) Math.min(this.body, to - at);
				this.body -= skipped;
				at += skipped;
			}
			else if (this.inOtherLine || !ControlLine.isMessage(bytes[at])) {
				at = skipLine(bytes, at, to);
			}
			else {
				int next = followMessage(bytes, at, to);
				if (next == at) {
					break;
				}
				at = next;
			}
		}
		return at;
	}

	private int skipLine(byte[] bytes, int from, int to) {
		this.inOtherLine = true;
		for (int at = from; at < to; at++) {
			byte octet = bytes[at];
			boolean end = octet == '\n' && this.previous == '\r';
			this.previous = octet;
			if (end) {
				this.inOtherLine = false;
				return at + 1;
			}
		}
		return to;
	}

	/**
	 * Follow the line and the headers of a message.
	 * @return where the body begins, or {@code from} if this cannot be handed on
	 */
	private int followMessage(byte[] bytes, int from, int to) throws IOException {
		int block = lineEnd(bytes, from, to);
		if (block < 0) {
			hold(bytes, from, to, to - from + 1);
			return from;
		}
		this.line.read(bytes, from, block);
		int headerLength = this.line.headerLength();
		if (to - block < headerLength) {
			requireBelievable(headerLength);
			hold(bytes, from, to, block - from + headerLength);
			return from;
		}
		int end = block + headerLength;
		if (this.line.hasHeaders() && !HeaderBlock.isPlain(bytes, block, end)) {
			MendedHeaders headers = MendedHeaders.of(Arrays.copyOfRange(bytes, block, end), this.line.isStored());
			if (headers != null) {
				replace(headers);
				hold(bytes, end, to, 0);
				return from;
			}
		}
		this.body = this.line.bodyLength();
		return end;
	}

	private void replace(MendedHeaders headers) {
		byte[] block = headers.block();
		byte[] start = this.line.withHeaderLength(block.length);
		this.ready = Arrays.copyOf(start, start.length + block.length);
		System.arraycopy(block, 0, this.ready, start.length, block.length);
		this.body = this.line.bodyLength();
		this.mended.accept(this.line.subject(), headers.defects());
	}

	private int lineEnd(byte[] bytes, int from, int to) throws IOException {
		int limit = (int) Math.min(to, (long) from + this.maxControlLine + AROUND_ARGUMENTS);
		int at = ByteScan.endOfText(bytes, from, limit);
		while (at < limit) {
			if (bytes[at] == '\n' && bytes[at - 1] == '\r') {
				return at + 1;
			}
			at = ByteScan.endOfText(bytes, at + 1, limit);
		}
		if (limit < to) {
			throw new IOException("The server sent a line of more than " + this.maxControlLine
					+ " bytes before a message; raise the client's maxControlLine");
		}
		return -1;
	}

	private void requireBelievable(int headerLength) throws IOException {
		long limit = Math.max(0, this.maxPayload.getAsLong()) + MARGIN;
		if (headerLength > limit) {
			throw new IOException("The server announced headers of " + headerLength
					+ " bytes, more than its max_payload allows (" + limit + "); connecting again");
		}
	}

	/**
	 * Keep what came before whatever is kept already.
	 */
	private void hold(byte[] bytes, int from, int to, int needed) {
		int length = to - from;
		int rest = this.unreadTo - this.unreadFrom;
		byte[] kept = (rest > 0 || this.unread.length < length) ? new byte[Math.max(length + rest, 1024)] : this.unread;
		System.arraycopy(bytes, from, kept, 0, length);
		System.arraycopy(this.unread, this.unreadFrom, kept, length, rest);
		this.unread = kept;
		this.unreadFrom = 0;
		this.unreadTo = length + rest;
		this.needed = needed;
	}

	/**
	 * Where the bytes come from.
	 */
	@FunctionalInterface
	interface Source {

		int read(byte[] target, int offset, int length) throws IOException;

	}

}

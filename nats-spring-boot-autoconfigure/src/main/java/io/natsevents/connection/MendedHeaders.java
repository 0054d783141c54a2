package io.natsevents.connection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Headers the client can read, in the place of some that it cannot.
 */
final class MendedHeaders {

	private static final byte[] LINE_END = { '\r', '\n' };

	private static final byte[] END = { '\r', '\n', '\r', '\n' };

	/** A status with a space behind it is readable only when nothing follows. */
	private static final byte[] FOLLOWING = "\r\na: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private final ByteArrayOutputStream block = new ByteArrayOutputStream();

	private final Set<HeaderDefect> defects = EnumSet.noneOf(HeaderDefect.class);

	private MendedHeaders() {
	}

	/**
	 * Mend the headers of a message if need be.
	 * @param block the headers as they came
	 * @param stored whether the message comes out of a stream, so that it is none in
	 * which a server answers by a status
	 * @return headers to be read instead, or {@code null} when these are good
	 */
	static @Nullable MendedHeaders of(byte[] block, boolean stored) {
		if (HeaderBlock.isReadable(block, !stored)) {
			return null;
		}
		MendedHeaders mended = new MendedHeaders();
		mended.mend(block, stored);
		return mended;
	}

	byte[] block() {
		return this.block.toByteArray();
	}

	Set<HeaderDefect> defects() {
		return this.defects;
	}

	private void mend(byte[] block, boolean stored) {
		int version = HeaderBlock.VERSION.length;
		int end = lineEnd(block, version);
		this.block.writeBytes(HeaderBlock.VERSION);
		if (!HeaderBlock.startsWithVersion(block, 0, block.length) || end < 0
				|| (end > version && block[version] != ' ')) {
			this.defects.add(HeaderDefect.FORM);
			this.block.writeBytes(END);
			return;
		}
		if (end > version) {
			status(Arrays.copyOfRange(block, version, end), stored);
		}
		this.block.writeBytes(LINE_END);
		int line = end + 2;
		while ((end = lineEnd(block, line)) > line) {
			header(Arrays.copyOfRange(block, line, end));
			line = end + 2;
		}
		if (end < 0 || end + 2 < block.length) {
			this.defects.add(HeaderDefect.FORM);
		}
		this.block.writeBytes(LINE_END);
	}

	private void status(byte[] status, boolean stored) {
		if (!stored && HeaderBlock.isReadable(join(HeaderBlock.VERSION, status, FOLLOWING), true)) {
			this.block.writeBytes(status);
		}
		else {
			this.defects.add(HeaderDefect.STATUS);
		}
	}

	private void header(byte[] line) {
		if (isReadable(line)) {
			write(line);
			return;
		}
		byte[] encoded = encodeValue(line);
		if (isReadable(encoded)) {
			write(encoded);
			this.defects.add(HeaderDefect.VALUE);
		}
		else {
			this.defects.add(HeaderDefect.NAME);
		}
	}

	private void write(byte[] line) {
		this.block.writeBytes(line);
		this.block.writeBytes(LINE_END);
	}

	private static boolean isReadable(byte[] line) {
		return HeaderBlock.isReadable(join(HeaderBlock.VERSION, LINE_END, line, END), false);
	}

	/**
	 * Escape what the client refuses in a value, as CloudEvents does. The client strips
	 * white space of any kind from both ends.
	 */
	private static byte[] encodeValue(byte[] line) {
		int from = 0;
		while (from < line.length && line[from] != ':') {
			from++;
		}
		ByteArrayOutputStream encoded = new ByteArrayOutputStream(line.length * 2);
		encoded.write(line, 0, from);
		encoded.write(':');
		from++;
		int to = line.length;
		while (from < to && isBlank(line[from])) {
			from++;
		}
		while (from < to && isBlank(line[to - 1])) {
			to--;
		}
		for (int i = from; i < to; i++) {
			byte octet = line[i];
			if (octet < 0 || octet == '\r' || octet == '\n') {
				encoded.write('%');
				encoded.write(HEX.toHighHexDigit(octet));
				encoded.write(HEX.toLowHexDigit(octet));
			}
			else {
				encoded.write(octet);
			}
		}
		return encoded.toByteArray();
	}

	private static boolean isBlank(byte octet) {
		return octet >= 0 && octet <= ' ';
	}

	private static int lineEnd(byte[] block, int from) {
		for (int i = from; i + 1 < block.length; i++) {
			if (block[i] == '\r' && block[i + 1] == '\n') {
				return i;
			}
		}
		return -1;
	}

	private static byte[] join(byte[]... parts) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			joined.writeBytes(part);
		}
		return joined.toByteArray();
	}

}

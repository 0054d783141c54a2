package io.natsevents.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds bytes eight at a time, since every byte of every header is looked at.
 */
final class ByteScan {

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long ONES = 0x0101010101010101L;

	private static final long HIGH_BITS = ONES * 0x80;

	private static final long SPACES = ONES * ' ';

	private static final long COLONS = ONES * ':';

	private ByteScan() {
	}

	/**
	 * Find the end of text.
	 * @return the first control character or byte that is not ASCII, or {@code to}
	 */
	static int endOfText(byte[] bytes, int from, int to) {
		int at = from;
		for (; at <= to - Long.BYTES; at += Long.BYTES) {
			long eight = (long) LONG.get(bytes, at);
			// A byte below a space borrows, which only others behind it see
			long found = ((eight - SPACES) | eight) & HIGH_BITS;
			if (found != 0) {
				return at + first(found);
			}
		}
		while (at < to && bytes[at] >= ' ') {
			at++;
		}
		return at;
	}

	/**
	 * Find the end of a name.
	 * @return the first colon or character that is not legal in a name, or {@code to}
	 */
	static int endOfName(byte[] bytes, int from, int to) {
		int at = from;
		for (; at <= to - Long.BYTES; at += Long.BYTES) {
			long eight = (long) LONG.get(bytes, at);
			long colons = eight ^ COLONS;
			// A name has no spaces, either, nor DEL, the last of ASCII
			long found = ((colons - ONES) & ~colons | (eight - SPACES - ONES) | (eight + ONES) | eight) & HIGH_BITS;
			if (found != 0) {
				return at + first(found);
			}
		}
		while (at < to && bytes[at] > ' ' && bytes[at] != ':' && bytes[at] != Byte.MAX_VALUE) {
			at++;
		}
		return at;
	}

	private static int first(long found) {
		return Long.numberOfTrailingZeros(found) / Byte.SIZE;
	}

}

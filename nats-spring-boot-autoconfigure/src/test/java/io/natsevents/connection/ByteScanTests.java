package io.natsevents.connection;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for finding bytes.
 */
class ByteScanTests {

	/** Those at which something changes, and ordinary ones between them. */
	private static final byte[] BYTES = { 0, 1, '\t', '\n', '\r', 31, ' ', '!', '"', 'a', 'b', 'c', '9', ';', ':', '}',
			'~', 127, -128, -127, -1, -2, -96, -95 };

	@Test
	void findsWhatLookingAtEachByteFinds() {
		Random random = new Random(20260104);
		for (int round = 0; round < 200_000; round++) {
			byte[] bytes = new byte[random.nextInt(40)];
			int rare = 1 + random.nextInt(30);
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = (random.nextInt(rare) == 0) ? BYTES[random.nextInt(BYTES.length)] : (byte) 'x';
			}
			int from = random.nextInt(bytes.length + 1);
			int to = from + random.nextInt(bytes.length - from + 1);
			assertThat(ByteScan.endOfText(bytes, from, to)).isEqualTo(endOfText(bytes, from, to));
			assertThat(ByteScan.endOfName(bytes, from, to)).isEqualTo(endOfName(bytes, from, to));
		}
	}

	private static int endOfText(byte[] bytes, int from, int to) {
		int at = from;
		while (at < to && bytes[at] >= 32) {
			at++;
		}
		return at;
	}

	private static int endOfName(byte[] bytes, int from, int to) {
		int at = from;
		while (at < to && bytes[at] >= 33 && bytes[at] <= 126 && bytes[at] != ':') {
			at++;
		}
		return at;
	}

}

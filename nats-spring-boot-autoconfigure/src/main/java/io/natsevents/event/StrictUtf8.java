package io.natsevents.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 without mercy: JSON libraries and {@link String} take overlong and unpaired
 * sequences, by which two readers of one message may see different things.
 */
final class StrictUtf8 {

	private static final int CHUNK = 1024;

	private StrictUtf8() {
	}

	/**
	 * Finds the first byte that does not belong to valid UTF-8.
	 * @return its index, or -1 if all is valid
	 */
	static int firstInvalid(byte[] bytes) {
		int ascii = 0;
		while (ascii < bytes.length && bytes[ascii] >= 0) {
			ascii++;
		}
		if (ascii == bytes.length) {
			return -1;
		}
		ByteBuffer input = ByteBuffer.wrap(bytes, ascii, bytes.length - ascii);
		CharBuffer output = CharBuffer.allocate(CHUNK);
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		CoderResult result;
		do {
			output.clear();
			result = decoder.decode(input, output, true);
		}
		while (result.isOverflow());
		return result.isError() ? input.position() : -1;
	}

	/**
	 * Decodes bytes.
	 * @throws CharacterCodingException if they are not valid
	 */
	static String decode(byte[] bytes, int length) throws CharacterCodingException {
		return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
	}

	/**
	 * Encodes text.
	 * @throws CharacterCodingException if it has half a surrogate pair
	 */
	static ByteBuffer encode(String text) throws CharacterCodingException {
		return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
	}

}

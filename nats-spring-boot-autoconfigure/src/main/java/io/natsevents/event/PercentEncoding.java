package io.natsevents.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

/**
 * Attribute values as headers, by the rules of the CloudEvents binding for NATS.
 */
final class PercentEncoding {

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private PercentEncoding() {
	}

	/**
	 * Encodes what a header cannot hold as it is.
	 * @throws CharacterCodingException if the value has half a surrogate pair
	 */
	static String encode(String value) throws CharacterCodingException {
		if (value.chars().allMatch(PercentEncoding::isPlain)) {
			return value;
		}
		ByteBuffer bytes = StrictUtf8.encode(value);
		StringBuilder encoded = new StringBuilder(bytes.remaining() * 2);
		while (bytes.hasRemaining()) {
			int octet = bytes.get() & 0xFF;
			if (isPlain(octet)) {
				encoded.append((char) octet);
			}
			else {
				HEX.toHexDigits(encoded.append('%'), (byte) octet);
			}
		}
		return encoded.toString();
	}

	private static boolean isPlain(int character) {
		return character > ' ' && character <= '~' && character != '"' && character != '%';
	}

	/**
	 * Decodes a value once, and takes more than {@link #encode} writes: lower-case and
	 * needless escapes, characters that should have been escaped, a percent sign that
	 * begins no escape, and the double quotes of older versions of the binding.
	 * @throws CharacterCodingException if it is not UTF-8
	 */
	static String decode(String value) throws CharacterCodingException {
		String unquoted = (value.indexOf('"') >= 0) ? unquote(value) : value;
		if (unquoted.indexOf('%') < 0) {
			return unquoted;
		}
		ByteBuffer encoded = StrictUtf8.encode(unquoted);
		byte[] octets = encoded.array();
		int end = encoded.limit();
		int length = 0;
		for (int i = 0; i < end; i++) {
			boolean escape = octets[i] == '%' && i + 2 < end && digit(octets[i + 1]) >= 0 && digit(octets[i + 2]) >= 0;
			if (escape) {
				octets[length++] = (byte) (digit(octets[i + 1]) << 4 | digit(octets[i + 2]));
				i += 2;
			}
			else {
				octets[length++] = octets[i];
			}
		}
		return StrictUtf8.decode(octets, length);
	}

	private static int digit(byte octet) {
		return Character.digit((char) (octet & 0xFF), 16);
	}

	private static String unquote(String value) {
		StringBuilder unquoted = new StringBuilder(value.length());
		boolean quoted = false;
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character == '"') {
				quoted = !quoted;
			}
			else if (quoted && character == '\\' && i + 1 < value.length()) {
				i++;
				unquoted.append(value.charAt(i));
			}
			else {
				unquoted.append(character);
			}
		}
		return unquoted.toString();
	}

}

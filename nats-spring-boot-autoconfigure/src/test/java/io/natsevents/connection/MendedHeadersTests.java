package io.natsevents.connection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import io.nats.client.support.IncomingHeadersProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for headers that the client cannot read.
 */
class MendedHeadersTests {

	/** Pieces of which headers, and what is nearly headers, are made. */
	private static final String[] PIECES = { "NATS/1.0", "NATS/1.0\r\n", "NATS/2.0\r\n", " 408 Request Timeout", " 503",
			" x", " ", "\r\n", "\r\n", "\r\n\r\n", "\r", "\n", "\t", "\0", ":", "a: b\r\n", "ce-id: 1\r\n",
			"a b: c\r\n", "name", "value", ": ", "é", "€", "\u007f", "%41", ": é\r\n", "\r\n folded\r\n", "a:\r\n",
			"a :b\r\n" };

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a: b~                | a: b~                      |
			a: é~b: c~           | a:%C3%A9~b: c~             | VALUE
			a: 100% 50%25 €~     | a:100% 50%25 %E2%82%AC~    | VALUE
			a: x^y~              | a:x%0Ay~                   | VALUE
			é: b~c: d~           | c: d~                      | NAME
			a b: c~d: e~         | d: e~                      | NAME
			: b~d: e~            | d: e~                      | NAME
			:~d: e~              | d: e~                      | NAME
			no colon~d: e~       | d: e~                      | NAME
			' folded~d: e~'      | d: e~                      | NAME
			a :b~é:c~            | a :b~                      | NAME
			""")
	void linesAreMendedOneByOne(String lines, String expected, @Nullable HeaderDefect defect) {
		String block = "NATS/1.0\r\n" + decoded(lines) + "\r\n";
		MendedHeaders mended = mend(block, false);
		if (defect == null) {
			assertThat(mended).isNull();
			return;
		}
		assertThat(mended).isNotNull();
		assertThat(text(mended.block())).isEqualTo("NATS/1.0\r\n" + decoded(expected) + "\r\n");
		assertThat(mended.defects()).containsExactly(defect);
	}

	private static String decoded(String text) {
		return text.replace("~", "\r\n").replace("^", "\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\r\n", "NATS/1.", "NATS/1.0", "NATS/1.0\r", "NATS/2.0\r\na: b\r\n\r\n",
			"NATS/1.01\r\n\r\n", "NATS/1.0\na: b\n\n", "        ", "{\"a\":1}\r\n\r\n" })
	void whatIsNoHeadersBecomesNone(String block) {
		MendedHeaders mended = mend(block, false);
		assertThat(mended).isNotNull();
		assertThat(text(mended.block())).isEqualTo("NATS/1.0\r\n\r\n");
		assertThat(mended.defects()).containsExactly(HeaderDefect.FORM);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a: b\r\n", "a: b\r\n\r", "a: b\r\nc: broken off" })
	void headersWithoutAnEndAreKept(String lines) {
		MendedHeaders mended = mend("NATS/1.0\r\n" + lines, false);
		assertThat(mended).isNotNull();
		assertThat(text(mended.block())).isEqualTo("NATS/1.0\r\na: b\r\n\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { " 503\r\n", " 503\r\n\r\n", " 408 Request Timeout\r\na: b\r\n\r\n",
			" 409 Consumer Deleted\r\n\r\n", " 100 FlowControl Request\r\n\r\n" })
	void statusIsForServersOnly(String rest) {
		assertThat(mend("NATS/1.0" + rest, false)).isNull();
		MendedHeaders mended = mend("NATS/1.0" + rest, true);
		assertThat(mended).isNotNull();
		assertThat(text(mended.block())).isEqualTo("NATS/1.0\r\n" + (rest.contains("a: b") ? "a: b\r\n" : "") + "\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { " x\r\n", " \r\n", " 99999999999\r\n", "  \r\n" })
	void statusThatIsNoneIsDropped(String status) {
		MendedHeaders mended = mend("NATS/1.0" + status + "a: b\r\n\r\n", false);
		assertThat(mended).isNotNull();
		assertThat(text(mended.block())).isEqualTo("NATS/1.0\r\na: b\r\n\r\n");
		assertThat(mended.defects()).containsExactly(HeaderDefect.STATUS);
	}

	@Test
	void statusOfAServerIsKeptWhenItsHeadersAreMended() {
		MendedHeaders mended = mend("NATS/1.0 409 Consumer Deleted\r\na: é\r\n\r\n", false);
		assertThat(mended).isNotNull();
		assertThat(text(mended.block())).isEqualTo("NATS/1.0 409 Consumer Deleted\r\na:%C3%A9\r\n\r\n");
	}

	/**
	 * Whatever comes, the client can read it afterwards, and what it could read before is
	 * left alone.
	 */
	@Test
	void clientReadsWhateverWasMended() {
		Random random = new Random(20260103);
		int plain = 0;
		int readable = 0;
		int unreadable = 0;
		for (int round = 0; round < 50_000; round++) {
			byte[] block = randomBlock(random);
			boolean before = isReadable(block);
			boolean stored = random.nextBoolean();
			MendedHeaders mended = MendedHeaders.of(block, stored);
			if (HeaderBlock.isPlain(block, 0, block.length)) {
				plain++;
				assertThat(before).as(text(block)).isTrue();
				assertThat(mended).as(text(block)).isNull();
			}
			else if (before && !(stored && new IncomingHeadersProcessor(block).getStatus() != null)) {
				readable++;
				assertThat(mended).as(text(block)).isNull();
			}
			else {
				unreadable++;
				assertThat(mended).as(text(block)).isNotNull();
				IncomingHeadersProcessor headers = new IncomingHeadersProcessor(mended.block());
				assertThat(stored && headers.getStatus() != null).as(text(block)).isFalse();
				assertThat(mended.defects()).as(text(block)).isNotEmpty();
			}
		}
		assertThat(plain).isGreaterThan(1000);
		assertThat(readable).isGreaterThan(1000);
		assertThat(unreadable).isGreaterThan(1000);
	}

	@Test
	void blockIsPlainWhereverItIs() {
		byte[] bytes = ("\u0000\u0001NATS/1.0\r\na: b\r\n\r\nNATS/1.0").getBytes(StandardCharsets.UTF_8);
		assertThat(HeaderBlock.isPlain(bytes, 2, bytes.length - 8)).isTrue();
		for (int end = 2; end < bytes.length - 8; end++) {
			assertThat(HeaderBlock.isPlain(bytes, 2, end)).isFalse();
		}
	}

	private static byte[] randomBlock(Random random) {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		if (random.nextInt(4) > 0) {
			block.writeBytes(bytes((random.nextInt(4) > 0) ? "NATS/1.0\r\n" : "NATS/1.0 503\r\n"));
		}
		for (int i = random.nextInt(6); i > 0; i--) {
			block.writeBytes(bytes((random.nextInt(3) > 0) ? "ce-id: " + random.nextInt() + "\r\n"
					: PIECES[random.nextInt(PIECES.length)]));
		}
		if (random.nextInt(4) > 0) {
			block.writeBytes(bytes("\r\n"));
		}
		byte[] bytes = block.toByteArray();
		if (bytes.length > 0 && random.nextInt(4) == 0) {
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
		}
		return bytes;
	}

	private static boolean isReadable(byte[] block) {
		try {
			new IncomingHeadersProcessor(block);
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private static @Nullable MendedHeaders mend(String block, boolean stored) {
		return MendedHeaders.of(bytes(block), stored);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}

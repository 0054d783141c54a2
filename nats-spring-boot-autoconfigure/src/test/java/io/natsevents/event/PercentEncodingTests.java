package io.natsevents.event;

import java.nio.charset.CharacterCodingException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PercentEncodingTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			value = { "Euro € 😀, Euro%20%E2%82%AC%20%F0%9F%98%80", "100%, 100%25", "%41, %2541", "a\"b, a%22b",
					"user/42?a=b&c#d;e:f~!, user/42?a=b&c#d;e:f~!", "a\\b, a\\b", "`line\nfeed`, line%0Afeed",
					"\u007f\u0080, %7F%C2%80" })
	void encodesWhatAHeaderCannotHoldAndDecodesIt(String value, String encoded) throws Exception {
		assertThat(PercentEncoding.encode(value)).isEqualTo(encoded);
		assertThat(PercentEncoding.decode(encoded)).isEqualTo(value);
	}

	@Test
	void encodesAndDecodesEveryCharacter() throws Exception {
		StringBuilder all = new StringBuilder();
		for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
			if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
				all.appendCodePoint(character);
			}
		}
		String encoded = PercentEncoding.encode(all.toString());
		assertThat(encoded).matches("[!#$&-~]*(%[0-9A-F]{2}|[!#$&-~])*+");
		assertThat(PercentEncoding.decode(encoded)).isEqualTo(all.toString());
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			value = { "Euro%20%e2%82%ac, Euro €", "%41BC, ABC", "Euro €, Euro €", "€%20€, € €", "100%, 100%",
					"%zz, %zz", "%4, %4", "50%%20, `50% `", "%2541, %41", "\"quoted \\\"value\\\"\", quoted \"value\"",
					"\"a%20b\", a b", "\"open, open" })
	void decodesMoreThanItEncodes(String encoded, String value) throws Exception {
		assertThat(PercentEncoding.decode(encoded)).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%C0%A0", "%ED%A0%80", "%F4%90%80%80", "%E2%82", "%FF", "x%80y" })
	void refusesWhatIsNotUtf8(String encoded) {
		assertThatExceptionOfType(CharacterCodingException.class).isThrownBy(() -> PercentEncoding.decode(encoded));
	}

	@Test
	void refusesHalfASurrogatePair() {
		assertThatExceptionOfType(CharacterCodingException.class).isThrownBy(() -> PercentEncoding.encode("a\uD83D"));
	}

}

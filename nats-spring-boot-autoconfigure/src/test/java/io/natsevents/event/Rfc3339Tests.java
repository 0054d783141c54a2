package io.natsevents.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class Rfc3339Tests {

	@Test
	void writesAndReadsAnyTimeAsInstantDoes() {
		Random random = new Random(42);
		int[] units = { 1, 1_000, 1_000_000, 1_000_000_000 };
		for (int i = 0; i < 100_000; i++) {
			long second = random.nextLong(Rfc3339.MIN.getEpochSecond(), Rfc3339.MAX.getEpochSecond() + 1);
			int unit = units[i % units.length];
			Instant time = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000) / unit * unit);
			String text = Rfc3339.format(time);
			assertThat(text).isEqualTo(time.toString());
			assertThat(Rfc3339.parse(text)).isEqualTo(time);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0000-01-01T00:00:00Z", "0000-02-29T00:00:00Z", "1969-12-31T23:59:59.999999999Z",
			"1970-01-01T00:00:00Z", "2000-02-29T12:00:00Z", "2026-01-02T03:04:05.123456789Z",
			"9999-12-31T23:59:59.999999999Z" })
	void writesWhatItRead(String text) {
		assertThat(Rfc3339.format(Rfc3339.parse(text))).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "2026-01-02T03:04:05.1Z, 2026-01-02T03:04:05.100Z",
			"2026-01-02T03:04:05.12Z, 2026-01-02T03:04:05.120Z",
			"2026-01-02T03:04:05.0000001Z, 2026-01-02T03:04:05.000000100Z",
			"2026-01-02T03:04:05+01:00, 2026-01-02T02:04:05Z", "2026-01-02T03:04:05.5-05:30, 2026-01-02T08:34:05.500Z",
			"2026-01-02t03:04:05z, 2026-01-02T03:04:05Z", "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z" })
	void readsOtherForms(String text, Instant time) {
		assertThat(Rfc3339.parse(text)).isEqualTo(time);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Z", "now", "2026-01-02", "2026-01-02T03:04:05", "2026-01-02 03:04:05Z",
			"2026-13-02T03:04:05Z", "2026-02-29T03:04:05Z", "2026-01-02T25:04:05Z", "2026-01-02T03:60:05Z",
			"2026-01-02T03:04:61Z", "2026-01-02T03:04:05.Zx", "2026-01-02T03:04:05.1234567891Z",
			"2026-01-02T03:04:05.12x4Z", "20260-01-02T03:04:05Z", "1767323045" })
	void refusesOtherText(String text) {
		assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Rfc3339.parse(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "+999999999-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z",
			"-0001-12-31T23:59:59Z", "9999-12-31T23:59:59-00:01", "0000-01-01T00:00:00+00:01" })
	void refusesTimesThatCouldNotBeWrittenAgain(String text) {
		assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Rfc3339.parse(text));
	}

	@Test
	void knowsWhatItCanWrite() {
		assertThat(Rfc3339.canWrite(Rfc3339.MIN)).isTrue();
		assertThat(Rfc3339.canWrite(Rfc3339.MAX)).isTrue();
		assertThat(Rfc3339.canWrite(Rfc3339.MIN.minusNanos(1))).isFalse();
		assertThat(Rfc3339.canWrite(Rfc3339.MAX.plusNanos(1))).isFalse();
	}

}

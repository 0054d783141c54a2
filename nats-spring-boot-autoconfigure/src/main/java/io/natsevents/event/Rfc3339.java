package io.natsevents.event;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times as RFC 3339 writes them, to the nanosecond and with 0, 3, 6 or 9 digits of it as
 * {@link Instant#toString()}. The plain form is done by hand: every event is written and
 * read with one, and the formatters of {@code java.time} take longer than the rest of the
 * envelope.
 */
final class Rfc3339 {

	static final Instant MIN = Instant.parse("0000-01-01T00:00:00Z");

	static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999999Z");

	private static final int SECONDS_LENGTH = 19;

	private static final int MAX_LENGTH = 30;

	private static final int SECONDS_PER_DAY = 86_400;

	private Rfc3339() {
	}

	static boolean canWrite(Instant time) {
		return !time.isBefore(MIN) && !time.isAfter(MAX);
	}

	static String format(Instant time) {
		LocalDateTime local = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
		byte[] text = new byte[MAX_LENGTH];
		digits(text, 0, 4, local.getYear());
		text[4] = '-';
		digits(text, 5, 2, local.getMonthValue());
		text[7] = '-';
		digits(text, 8, 2, local.getDayOfMonth());
		text[10] = 'T';
		digits(text, 11, 2, local.getHour());
		text[13] = ':';
		digits(text, 14, 2, local.getMinute());
		text[16] = ':';
		digits(text, 17, 2, local.getSecond());
		int end = SECONDS_LENGTH;
		int nanos = time.getNano();
		if (nanos != 0) {
			int length = (nanos % 1_000_000 == 0) ? 3 : (nanos % 1_000 == 0) ? 6 : 9;
			int divisor = (length == 3) ? 1_000_000 : (length == 6) ? 1_000 : 1;
			text[end] = '.';
			digits(text, end + 1, length, nanos / divisor);
			end += 1 + length;
		}
		text[end++] = 'Z';
		return new String(text, 0, end, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Reads a time with any offset.
	 * @throws DateTimeException if the text has another form, or is a time that cannot be
	 * written
	 */
	static Instant parse(String text) {
		Instant time = read(text);
		// Years have four digits, which Instant does not ask for
		if (!canWrite(time)) {
			throw new DateTimeException("not within the years 0000 to 9999");
		}
		return time;
	}

	private static Instant read(String text) {
		int length = text.length();
		if (length <= SECONDS_LENGTH || length > MAX_LENGTH || text.charAt(length - 1) != 'Z' || !isPlain(text)) {
			return Instant.parse(text);
		}
		int hour = number(text, 11, 13);
		int minute = number(text, 14, 16);
		int second = number(text, 17, 19);
		if (hour > 23 || minute > 59 || second > 59) {
			return Instant.parse(text);
		}
		long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
		int nanos = 0;
		for (int i = SECONDS_LENGTH + 1; i <= SECONDS_LENGTH + 9; i++) {
			nanos = nanos * 10 + ((i < length - 1) ? text.charAt(i) - '0' : 0);
		}
		return Instant.ofEpochSecond(day * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second, nanos);
	}

	private static boolean isPlain(String text) {
		String form = "0000-00-00T00:00:00.000000000";
		int last = text.length() - 1;
		for (int i = 0; i < last; i++) {
			char expected = form.charAt(i);
			char actual = text.charAt(i);
			if ((expected == '0') ? actual < '0' || actual > '9' : actual != expected) {
				return false;
			}
		}
		return last != SECONDS_LENGTH + 1;
	}

	private static int number(String text, int from, int to) {
		int number = 0;
		for (int i = from; i < to; i++) {
			number = number * 10 + text.charAt(i) - '0';
		}
		return number;
	}

	private static void digits(byte[] text, int from, int length, int number) {
		int rest = number;
		for (int i = from + length - 1; i >= from; i--) {
			text[i] = (byte) ('0' + rest % 10);
			rest /= 10;
		}
	}

}

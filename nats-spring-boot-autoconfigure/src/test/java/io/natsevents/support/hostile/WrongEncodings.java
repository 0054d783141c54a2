package io.natsevents.support.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

/**
 * Makes bodies in encodings that events do not have.
 */
final class WrongEncodings implements HostileGenerator {

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		String body = form.body(form.data("\"tags\":[\"grün €\"]"));
		return switch (random.nextInt(7)) {
			case 0 -> {
				String charset = HostileGenerator.one(random, "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE",
						"IBM037");
				yield form.draft(charset).body(body.getBytes(Charset.forName(charset))).may(Fate.MALFORMED);
			}
			case 1 -> form.draft("latin-1, said to be another")
				.headers("Content-Type: application/cloudevents+json; charset="
						+ HostileGenerator.one(random, "iso-8859-1", "utf-8", "utf-7", "nonsense") + "\r\n")
				.body(body.replace("€", "").getBytes(StandardCharsets.ISO_8859_1))
				.may(Fate.MALFORMED);
			case 2 -> {
				String bytes = HostileGenerator.one(random, "\u00c0\u00af", "\u00ed\u00a0\u0080",
						"\u00f8\u0088\u0080\u0080\u0080", "\u00ff", "\u0080", "\u00e2\u0082",
						"\u00f4\u0090\u0080\u0080", "\u00c1\u0081");
				yield form.draft("invalid UTF-8")
					.body(form.body(form.data("\"tags\":[\"" + bytes + "\"]")).getBytes(StandardCharsets.ISO_8859_1))
					.may(Fate.MALFORMED);
			}
			case 3 -> form.draft("byte order mark").body("\ufeff" + body).may(Fate.HANDLED);
			case 4 -> form.draft("two byte order marks").body("\ufeff\ufeff" + body).may(Fate.MALFORMED);
			case 5 -> form.draft("compressed")
				.headers(HostileGenerator.one(random, "Content-Encoding: gzip\r\n", "X: y\r\n"))
				.body(random.nextBoolean() ? zipped(body, 1) : zipped("0".repeat(100_000), 500))
				.may(Fate.MALFORMED);
			default -> form.draft("content type at odds with the body")
				.headers("Content-Type: " + HostileGenerator.one(random, "application/cloudevents+xml",
						"application/cloudevents-batch+json", "application/cloudevents+avro",
						"application/cloudevents+json+x", "application/cloudeventsjson") + "\r\n")
				.may(Fate.MALFORMED);
		};
	}

	private static byte[] zipped(String text, int times) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
			for (int i = 0; i < times; i++) {
				zip.write(EventForm.bytes(text));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}

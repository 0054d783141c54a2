package io.natsevents.support.hostile;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is the same in all messages: an event that could be handled, which whoever makes a
 * message then spoils.
 *
 * @param number its number, by which it is found again
 * @param target whom it is for
 * @param secret must never be seen in a log
 */
public record EventForm(long number, HostileTarget target, String secret) {

	/** The attribute that has the number. */
	public static final String NUMBER = "hostilenumber";

	/**
	 * The attributes by name, each as JSON.
	 */
	Map<String, String> attributes() {
		Map<String, String> attributes = new LinkedHashMap<>();
		plain().forEach((name, value) -> attributes.put(name, '"' + value + '"'));
		return attributes;
	}

	/**
	 * The attributes by name.
	 */
	Map<String, String> plain() {
		Map<String, String> attributes = new LinkedHashMap<>();
		attributes.put("specversion", "1.0");
		attributes.put("id", "hostile-" + this.number);
		attributes.put("source", "urn:hostile");
		attributes.put("type", this.target.type());
		attributes.put("time", "2026-01-02T03:04:05Z");
		attributes.put("organizationid", "acme");
		attributes.put("partitionkey", "k" + this.number % 10);
		attributes.put(NUMBER, "" + this.number);
		return attributes;
	}

	/**
	 * Data that could be handled.
	 */
	String data() {
		return "{\"buffer\":\"" + this.secret + "\",\"quantity\":7}";
	}

	/**
	 * Data with more fields.
	 */
	String data(String fields) {
		return "{\"buffer\":\"" + this.secret + "\",\"quantity\":7," + fields + "}";
	}

	/**
	 * The body of a structured event.
	 */
	String body(String data) {
		return body(attributes(), data);
	}

	String body(Map<String, String> attributes, String data) {
		StringBuilder body = new StringBuilder("{");
		attributes.forEach((name, value) -> body.append('"').append(name).append("\":").append(value).append(','));
		return body.append("\"data\":").append(data).append('}').toString();
	}

	/**
	 * The headers of a binary event.
	 */
	String headers() {
		return headers(plain());
	}

	String headers(Map<String, String> attributes) {
		StringBuilder headers = new StringBuilder();
		attributes
			.forEach((name, value) -> headers.append("ce-").append(name).append(": ").append(value).append("\r\n"));
		return headers.toString();
	}

	Draft draft(String what) {
		return new Draft(this, what);
	}

	/**
	 * An event that is to be handled.
	 */
	public HostileMessage good() {
		return draft("good").body(body(data())).may(Fate.HANDLED).named("good");
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}

package io.natsevents.event;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every codec writes, and what it says of what it cannot write.
 */
@Tag("compat")
abstract class EventCodecWriteContract {

	/** Looks into JSON, whichever library the codec has. */
	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final EventCodec codec;

	private final List<EventCodec> equivalents;

	private final EventCodec snakeCase;

	/**
	 * Takes the codecs under test.
	 * @param codec on a plain mapper
	 * @param equivalents on mappers whose settings must make no difference
	 * @param snakeCase on a mapper that names properties so and leaves out those that are
	 * {@code null}
	 */
	EventCodecWriteContract(EventCodec codec, List<EventCodec> equivalents, EventCodec snakeCase) {
		this.codec = codec;
		this.equivalents = equivalents;
		this.snakeCase = snakeCase;
	}

	@Test
	void writesTheBytesOfTheGoldenFile() throws Exception {
		String data = UserCreated.json().replaceFirst(".*\"data\":", "").replaceFirst("}$", "");
		for (EventCodec equivalent : this.equivalents) {
			byte[] body = equivalent.write(UserCreated.event());
			assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo(UserCreated.json());
			assertThat(body).isEqualTo(UserCreated.json().getBytes(StandardCharsets.UTF_8));
			assertThat(equivalent.writeData(UserCreated.event())).isEqualTo(data.getBytes(StandardCharsets.UTF_8));
		}
	}

	@Test
	void isACloudEventAttributeByAttribute() {
		JsonNode json = tree(UserCreated.event().partitionKey("acme"));
		Map<String, String> texts = new TreeMap<>();
		json.forEachEntry((name, value) -> texts.put(name, value.isString() ? value.stringValue() : "not a string"));
		assertThat(texts).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("specversion", "1.0"),
				Map.entry("id", "019b7c2f-1f83-7a01-8c4e-3d5f6a7b8c9d"), Map.entry("source", "urn:service:auth"),
				Map.entry("type", "auth.user.created"), Map.entry("time", "2026-01-02T03:04:05.123456789Z"),
				Map.entry("subject", "user/42"), Map.entry("datacontenttype", "application/json"),
				Map.entry("organizationid", "acme"), Map.entry("schemaversion", "1.1"),
				Map.entry("partitionkey", "acme"), Map.entry("correlationid", "signup-7"),
				Map.entry("causationid", "019b7c2f-1f80-7000-9b1c-0a1b2c3d4e5f"),
				Map.entry("idempotencykey", "signup/42"), Map.entry("visibility", "partner"),
				Map.entry("dataschema", "urn:schema:auth.user.created:1.1"),
				Map.entry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
				Map.entry("data", "not a string")));
		assertThat(json.get("data").get("credit").decimalValue()).isEqualByComparingTo(new BigDecimal("19.90"));
	}

	@Test
	void leavesOutWhatIsNotSet() {
		Event<Integer> event = Event.of("auth.user.created", 7).id("1").time(Instant.EPOCH).source("a");
		assertThat(text(event)).isEqualTo("""
				{"specversion":"1.0","id":"1","source":"a","type":"auth.user.created","time":"1970-01-01T00:00:00Z",\
				"datacontenttype":"application/json","schemaversion":"1.0","visibility":"internal","data":7}""");
		assertThat(this.codec.writeData(event.data(null))).isEmpty();
		assertThat(text(event.data(null))).isEqualTo("""
				{"specversion":"1.0","id":"1","source":"a","type":"auth.user.created","time":"1970-01-01T00:00:00Z",\
				"schemaversion":"1.0","visibility":"internal"}""");
	}

	@Test
	void settingsForPropertiesApplyToTheDataAlone() {
		String text = new String(this.snakeCase.write(UserCreated.event()), StandardCharsets.UTF_8);
		assertThat(text).startsWith("{\"specversion\":\"1.0\",\"id\":")
			.contains("\"idempotencykey\":")
			.contains("\"registered_at\":\"2026")
			.doesNotContain("registeredAt", "invited_by", "zip");
	}

	@Test
	void escapesWhatAttributesContain() {
		Event<?> event = Event.of("auth.user.created", null).source("a\"b\\c/é😀").extension("note", "</script>");
		JsonNode json = tree(event);
		assertThat(json.get("source").stringValue()).isEqualTo("a\"b\\c/é😀");
		assertThat(json.get("note").stringValue()).isEqualTo("</script>");
	}

	@Test
	void writesBodiesLargerThanItsBuffers() {
		String large = "é".repeat(1_000_000);
		assertThat(tree(Event.of("auth.user.created", large).source("a")).get("data").stringValue()).isEqualTo(large);
	}

	@Test
	void refusesAnEventWithoutASource() {
		Event<?> event = Event.of("auth.user.created", 7);
		assertThatExceptionOfType(EventSerializationException.class).isThrownBy(() -> this.codec.write(event))
			.withMessageContaining(event.id())
			.withMessageContaining("auth.user.created has no source");
	}

	@Test
	void namesThePlaceOfDataThatCannotBeWrittenAndWritesTheNextEvent() {
		Event<?> event = Event.of("auth.user.created", Map.of("list", List.of(1, new Broken()))).source("a");
		assertThatExceptionOfType(EventSerializationException.class).isThrownBy(() -> this.codec.write(event))
			.withMessageContaining("event %s of type auth.user.created cannot be written".formatted(event.id()))
			.withMessageContaining("DatabindException caused by java.lang.IllegalStateException at data")
			.withMessageContaining("[1].value")
			.withMessageNotContaining("hunter2")
			.withRootCauseInstanceOf(IllegalStateException.class);
		assertThatExceptionOfType(EventSerializationException.class).isThrownBy(() -> this.codec.writeData(event))
			.withMessageContaining("event %s of type auth.user.created cannot be written".formatted(event.id()));
		assertThat(text(event.data(7))).endsWith("\"data\":7}");
	}

	@Test
	void refusesCyclesInTheData() {
		List<Object> cycle = new ArrayList<>();
		cycle.add(cycle);
		Event<?> event = Event.of("auth.user.created", cycle).source("a");
		assertThatExceptionOfType(EventSerializationException.class).isThrownBy(() -> this.codec.write(event));
	}

	@Test
	void writesTheDataOfUnusualTypes() {
		assertThat(data("text")).isEqualTo("\"text\"");
		assertThat(data(true)).isEqualTo("true");
		assertThat(data(Collections.emptyList())).isEqualTo("[]");
		assertThat(data(new byte[] { 1, 2, 3 })).isEqualTo("\"AQID\"");
	}

	private String data(Object data) {
		String text = text(Event.of("auth.user.created", null).source("a").data(data));
		return text.substring(text.indexOf("\"data\":") + 7, text.length() - 1);
	}

	private String text(Event<?> event) {
		return new String(this.codec.write(event), StandardCharsets.UTF_8);
	}

	private JsonNode tree(Event<?> event) {
		return JSON.readTree(this.codec.write(event));
	}

	static class Broken {

		public @Nullable String getValue() {
			throw new IllegalStateException("hunter2");
		}

	}

}

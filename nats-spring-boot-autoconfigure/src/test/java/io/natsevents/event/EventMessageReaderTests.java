package io.natsevents.event;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("compat")
@ParameterizedClass
@FieldSource("CODECS")
class EventMessageReaderTests {

	static final List<EventCodec> CODECS = List.of(new JacksonEventCodec(JsonMapper.shared()),
			new Jackson2EventCodec(Jackson2EventCodec.defaultMapper()));

	private static final byte[] NOTHING = {};

	private static final String STRUCTURED = """
			{"specversion":"1.0","id":"structured","source":"a","type":"auth.user.created",\
			"time":"1970-01-01T00:00:00Z","data":1}""";

	@Parameter
	private EventCodec codec;

	private final Map<String, List<String>> headers = new LinkedHashMap<>();

	@Test
	void readsTheGoldenEventAsItWasWritten() {
		Event<UserCreated> event = UserCreated.event().entity("Euro € 😀");
		EventHeaders.of(event).forEach(this::header);
		assertThat(this.headers.keySet()).startsWith("ce-specversion", "ce-id", "ce-source", "ce-type", "ce-time")
			.contains("ce-datacontenttype", "ce-traceparent")
			.allMatch((name) -> name.startsWith("ce-"));
		assertThat(this.headers).containsEntry("ce-subject", List.of("Euro%20%E2%82%AC%20%F0%9F%98%80"))
			.containsEntry("ce-time", List.of("2026-01-02T03:04:05.123456789Z"))
			.containsEntry("ce-datacontenttype", List.of("application/json"));
		assertThat(this.<UserCreated>read(this.codec.writeData(event), UserCreated.class)).isEqualTo(event);
	}

	@Test
	void eventWithoutDataHasNoContentType() {
		Event<?> event = UserCreated.event().data(null);
		EventHeaders.of(event).forEach(this::header);
		assertThat(this.headers).doesNotContainKey("ce-datacontenttype");
		assertThat(this.codec.writeData(event)).isEmpty();
		assertThat(read(NOTHING, UserCreated.class)).isEqualTo(event);
	}

	@Test
	void bytesComeBackAsTheyWere() {
		Event<byte[]> event = Event.of("auth.user.created", new byte[] { 1, 2, 3 }).source("a");
		EventHeaders.of(event).forEach(this::header);
		assertThat(read(this.codec.writeData(event), byte[].class).data()).isEqualTo(new byte[] { 1, 2, 3 });
	}

	@Test
	void readsTheExampleOfTheBinding() {
		header("ce-specversion", "1.0");
		header("ce-type", "com.example.someevent");
		header("ce-time", "2018-04-05T03:56:24Z");
		header("ce-id", "1234-1234-1234");
		header("ce-source", "/mycontext/subcontext");
		header("ce-datacontenttype", "application/json");
		Event<?> event = read("{\"a\":1}", Object.class);
		assertThat(event.id()).isEqualTo("1234-1234-1234");
		assertThat(event.type()).isEqualTo("com.example.someevent");
		assertThat(event.source()).isEqualTo("/mycontext/subcontext");
		assertThat(event.data()).isEqualTo(Map.of("a", 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "CE-", "Ce-", "ce-" })
	void namesOfHeadersMatchInAnyCase(String prefix) {
		header(prefix + "SpecVersion", "1.0");
		header(prefix + "ID", "binary");
		header(prefix + "source", "a");
		header(prefix + "Type", "auth.user.created");
		header(prefix + "time", "1970-01-01T00:00:00Z");
		header(prefix + "OrganizationId", "acme");
		Event<?> event = read("7", Integer.class);
		assertThat(event.id()).isEqualTo("binary");
		assertThat(event.organizationId()).isEqualTo("acme");
		assertThat(event.data()).isEqualTo(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/cloudevents", "application/cloudevents+json", "Application/CloudEvents+JSON",
			" application/cloudevents+json ; charset=utf-8" })
	void contentTypeOfCloudEventsMeansStructuredWhateverElseIsThere(String contentType) {
		binaryHeaders();
		header("content-TYPE", contentType);
		assertThat(read(STRUCTURED, Object.class).id()).isEqualTo("structured");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/plain", "" })
	void anyOtherContentTypeSaysNothing(String contentType) {
		header("Content-Type", contentType);
		assertThat(read(STRUCTURED, Object.class).id()).isEqualTo("structured");
		binaryHeaders();
		assertThat(read("1", Object.class).id()).isEqualTo("binary");
	}

	@Test
	void withoutHeadersTheBodyMustBeAnEvent() {
		assertThat(read(STRUCTURED, Object.class).id()).isEqualTo("structured");
		malformed("{\"a\":1}", "attribute 'specversion' is missing", null);
		malformed("hello", "the body is not readable JSON", null);
	}

	@ParameterizedTest
	@CsvSource({ "application/cloudevents-batch, batch", "application/CloudEvents-Batch+json; charset=utf-8, batch",
			"application/cloudevents+avro, other than JSON", "application/cloudevents+xml; charset=utf-8, other than" })
	void saysWhichFormatsItDoesNotRead(String contentType, String reason) {
		binaryHeaders();
		header("Content-Type", contentType);
		malformed(STRUCTURED, reason, null);
	}

	@Test
	void onlyHeadersOfCloudEventsAreAttributes() {
		binaryHeaders();
		header("Nats-Msg-Id", "forged");
		header("Nats-Expected-Stream", "forged");
		header("traceparent", "hop");
		header("id", "forged");
		header("ce_subject", "forged");
		header("ce-", "forged");
		header("ce-data", "forged");
		header("ce-data_base64", "forged");
		header("ce-a-b", "forged");
		header("ce-Tenant", "kept");
		Event<?> event = read("1", Integer.class);
		assertThat(event.id()).isEqualTo("binary");
		assertThat(event.data()).isEqualTo(1);
		assertThat(event.extensions()).containsExactly(Map.entry("tenant", "kept"));
	}

	@Test
	void emptyValuesAreMissing() {
		binaryHeaders();
		Event<?> missing = read("1", Integer.class);
		header("ce-subject", "");
		header("ce-schemaversion", "%20");
		header("ce-visibility", " ");
		header("ce-datacontenttype", "");
		assertThat(read("1", Integer.class)).isEqualTo(missing);
		this.headers.put("ce-time", List.of(""));
		malformed("1", "attribute 'time' is missing", "binary");
		this.headers.put("ce-specversion", List.of(""));
		malformed("1", "attribute 'specversion' is missing", "binary");
	}

	@Test
	void anAttributeGivenTwiceMustSayTheSame() {
		binaryHeaders();
		this.headers.put("ce-subject", List.of("a b", "a%20b"));
		header("CE-Subject", "a b");
		assertThat(read("1", Object.class).entity()).isEqualTo("a b");
		header("Ce-subject", "other");
		malformed("1", "attribute 'subject' has two values", "binary");
		this.headers.remove("Ce-subject");
		header("CE-ID", "other");
		malformed("1", "attribute 'id' has two values", null);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%C0%A0", "%ED%A0%80", "%ff", "a%E2%82" })
	void attributesThatAreNotUtf8AreNamed(String value) {
		binaryHeaders();
		header("ce-subject", value);
		malformed("1", "attribute 'subject' is not UTF-8", "binary");
		this.headers.put("ce-id", List.of(value));
		malformed("1", "is not UTF-8", null);
	}

	@Test
	void dataThatIsNotUtf8IsMalformed() {
		binaryHeaders();
		byte[] body = "{\"name\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
		assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> read(body, Object.class))
			.withMessage("the data is not UTF-8 at byte 9")
			.satisfies((ex) -> assertThat(ex.eventId()).isEqualTo("binary"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{\"a\":hunter2}", "[1,", "hunter2" })
	void brokenDataIsMalformedAndQuotesNothing(String body) {
		binaryHeaders();
		malformed(body, "the data is not readable JSON: ", "binary");
	}

	@Test
	void whatFollowsTheDataIsMalformed() {
		binaryHeaders();
		malformed("{} {}", "something follows the data", "binary");
		malformed("1 hunter2", "the data is not readable JSON: ", "binary");
	}

	@Test
	void dataThatDoesNotFitIsReportedWithTheEvent() {
		binaryHeaders();
		assertThatExceptionOfType(InvalidEventDataException.class)
			.isThrownBy(() -> read("{\"id\":\"hunter2\"}", UserCreated.class))
			.withMessageContaining("UserCreated: InvalidFormatException at data.id (line 1")
			.withMessageNotContaining("hunter2")
			.satisfies((ex) -> {
				assertThat(ex.eventId()).isEqualTo("binary");
				assertThat(ex.eventType()).isEqualTo("auth.user.created");
			});
		assertThat(read("{\"id\":1,\"unknown\":[]}", UserCreated.class).data()).extracting(UserCreated::id)
			.isEqualTo(1L);
		assertThat(read("null", UserCreated.class).data()).isNull();
	}

	@Test
	void otherContentIsReadAsBytesOnly() {
		binaryHeaders();
		header("ce-datacontenttype", "image/png");
		byte[] image = { (byte) 0x89, 'P', 'N', 'G', (byte) 0xFF };
		assertThat(read(image, byte[].class).data()).isEqualTo(image);
		assertThat(read(image, Object.class).data()).isEqualTo(image);
		assertThat(read(NOTHING, byte[].class).data()).isNull();
		assertThatExceptionOfType(InvalidEventDataException.class).isThrownBy(() -> read(image, UserCreated.class))
			.withMessageContaining("byte[] only");
	}

	@Test
	void attributesItCannotReadAreNamed() {
		binaryHeaders();
		header("ce-visibility", "hunter2");
		malformed("1", "attribute 'visibility' is none of", "binary");
		this.headers.put("ce-visibility", List.of("public"));
		this.headers.put("ce-specversion", List.of("2.0"));
		malformed("1", "attribute 'specversion' is not 1.x", "binary");
	}

	@Test
	void halfASurrogatePairIsNotWritten() {
		Event<?> event = Event.of("auth.user.created", 1).source("a").entity("\uD83D");
		assertThatExceptionOfType(EventSerializationException.class).isThrownBy(() -> EventHeaders.of(event))
			.withMessageContaining("attribute 'subject'");
		assertThatExceptionOfType(EventSerializationException.class)
			.isThrownBy(() -> EventHeaders.of(Event.of("auth.user.created", 1)))
			.withMessageContaining("has no source");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', nullValues = "none", textBlock = """
			{"subject":"user/1","partitionkey":"k","data":{"partitionkey":"x"}} | k
			{"data":{"partitionkey":"x","subject":[["y"]]},"partitionkey":"k","subject":"user/1"} | k
			{"partitionkey":"k","data":{"broken"                                | k
			{"subject":"user/1","data":{"subject":"x"}}                         | user/1
			{"subject":"user/1","partitionkey":" ","data":1}                    | user/1
			{"subject":"user/1","partitionkey":null}                            | user/1
			{"subject":"user/1","partitionkey":7}                               | user/1
			{"subject":"","data":1}                                             | none
			{"id":"1"}                                                          | none
			{"subject":"user/1","data":{"broken"                                | none
			[{"partitionkey":"k"}]                                              | none
			"partitionkey"                                                      | none
			nothing                                                             | none
			""")
	void readsThePartitionKeyElseTheEntity(String body, @Nullable String key) {
		assertThat(partitionKey(body)).isEqualTo(key);
	}

	@Test
	void readsThePartitionKeyOfTheGoldenEventInBothModes() {
		Event<UserCreated> event = UserCreated.event();
		assertThat(partitionKey(new String(this.codec.write(event), StandardCharsets.UTF_8)))
			.isEqualTo(event.partitionKey());
		EventHeaders.of(event.partitionKey("Euro € 😀")).forEach(this::header);
		assertThat(partitionKey("{\"partitionkey\":\"no\"}")).isEqualTo("Euro € 😀");
		this.headers.remove("ce-partitionkey");
		assertThat(partitionKey("")).isEqualTo(event.entity());
		header("ce-subject", "%FF");
		assertThat(partitionKey("")).isNull();
		header("Content-Type", "application/cloudevents-batch+json");
		assertThat(partitionKey("{\"partitionkey\":\"no\"}")).isNull();
	}

	@Test
	void codecThatKnowsNoBetterReadsTheWholeEventForItsPartitionKey() {
		EventCodec other = new EventCodec() {

			@Override
			public byte[] write(Event<?> event) {
				return EventMessageReaderTests.this.codec.write(event);
			}

			@Override
			public byte[] writeData(Event<?> event) {
				return EventMessageReaderTests.this.codec.writeData(event);
			}

			@Override
			public <T> Event<T> read(byte[] body, Type dataType) {
				return EventMessageReaderTests.this.codec.read(body, dataType);
			}

			@Override
			public <T> Event<T> read(Map<String, String> attributes, byte[] data, Type dataType) {
				return EventMessageReaderTests.this.codec.read(attributes, data, dataType);
			}

		};
		Event<?> event = UserCreated.event();
		assertThat(other.readPartitionKey(other.write(event))).isEqualTo(event.partitionKey());
		assertThat(other.readPartitionKey(NOTHING)).isNull();
	}

	private @Nullable String partitionKey(String body) {
		return new EventMessageReader(this.codec).readPartitionKey(new ArrayList<>(this.headers.entrySet()),
				body.getBytes(StandardCharsets.UTF_8));
	}

	private void binaryHeaders() {
		header("ce-specversion", "1.0");
		header("ce-id", "binary");
		header("ce-source", "a");
		header("ce-type", "auth.user.created");
		header("ce-time", "1970-01-01T00:00:00Z");
	}

	private void header(String name, String value) {
		this.headers.put(name, List.of(value));
	}

	private <T> Event<T> read(String body, Class<T> type) {
		return read(body.getBytes(StandardCharsets.UTF_8), type);
	}

	private <T> Event<T> read(byte[] body, Class<T> type) {
		return new EventMessageReader(this.codec).read(new ArrayList<>(this.headers.entrySet()), body, type);
	}

	private void malformed(String body, String reason, String eventId) {
		assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> read(body, Object.class))
			.withMessageContaining(reason)
			.withMessageNotContaining("hunter2")
			.satisfies((ex) -> assertThat(ex.eventId()).isEqualTo(eventId));
	}

}

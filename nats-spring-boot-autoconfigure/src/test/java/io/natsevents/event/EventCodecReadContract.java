package io.natsevents.event;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every codec reads, and what it says of what it cannot read.
 */
@Tag("compat")
abstract class EventCodecReadContract {

	private static final String REQUIRED = """
			"specversion":"1.0","id":"1","source":"a","type":"auth.user.created","time":"1970-01-01T00:00:00Z"\
			""";

	/** Looks into JSON, whichever library the codec has. */
	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final EventCodec codec;

	private final List<EventCodec> equivalents;

	private final EventCodec unwrapping;

	/**
	 * Takes the codecs under test.
	 * @param codec on a plain mapper
	 * @param equivalents on mappers whose settings must make no difference
	 * @param unwrapping on a mapper that does not wrap exceptions
	 */
	EventCodecReadContract(EventCodec codec, List<EventCodec> equivalents, EventCodec unwrapping) {
		this.codec = codec;
		this.equivalents = equivalents;
		this.unwrapping = unwrapping;
	}

	@Test
	void readsTheGoldenFileAsItWasWritten() throws Exception {
		for (EventCodec equivalent : this.equivalents) {
			Event<UserCreated> event = equivalent.read(bytes(UserCreated.json()), UserCreated.class);
			assertThat(event).isEqualTo(UserCreated.event());
			assertThat(event.extensions()).containsOnlyKeys("dataschema", "traceparent");
			assertThat(this.codec.write(event)).isEqualTo(bytes(UserCreated.json()));
		}
	}

	@Test
	void readsAttributesInAnyOrderAndDataFirst() throws Exception {
		String golden = UserCreated.json();
		JsonNode tree = JSON.readTree(golden);
		String data = golden.substring(golden.indexOf("\"data\":"), golden.length() - 1);
		StringBuilder reversed = new StringBuilder("\uFEFF{" + data);
		tree.propertyNames()
			.stream()
			.filter((name) -> !name.equals("data"))
			.sorted(Comparator.reverseOrder())
			.forEach((name) -> reversed.append(" ,\n\t\"%s\" : %s".formatted(name, tree.get(name))));
		Event<UserCreated> event = this.codec.read(bytes(reversed.append("} ").toString()), UserCreated.class);
		assertThat(event).isEqualTo(UserCreated.event());
	}

	@Test
	void givesDefaultsForWhatIsMissing() {
		Event<?> event = read("", Object.class);
		assertThat(event.schemaVersion()).isEqualTo(SchemaVersion.DEFAULT);
		assertThat(event.visibility()).isEqualTo(Visibility.INTERNAL);
		assertThat(event.organizationId()).isNull();
		assertThat(event.partitionKey()).isNull();
		assertThat(event.data()).isNull();
		assertThat(event.extensions()).isEmpty();
		assertThat(event.time()).isEqualTo(Instant.EPOCH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "organizationid", "subject", "partitionkey", "correlationid", "causationid",
			"idempotencykey", "schemaversion", "visibility", "dataschema", "datacontenttype" })
	void takesNullAndEmptyAttributesAsMissing(String name) {
		Event<?> missing = read("", Object.class);
		assertThat(read(",\"%s\":null".formatted(name), Object.class)).isEqualTo(missing);
		assertThat(read(",\"%s\":\"\"".formatted(name), Object.class)).isEqualTo(missing);
	}

	@Test
	void keepsUnknownScalarsAndIgnoresWhatIsNoAttribute() {
		Event<?> event = read(
				"""
						,"text":"x","number":1.50,"yes":true,"no":null,"object":{"a":[{}]},"list":[1,[2]],"UPPER":"x","a-b":"x",\
						"averyveryverylongattributename":"kept\"""",
				Object.class);
		assertThat(event.extensions()).containsExactly(Map.entry("averyveryverylongattributename", "kept"),
				Map.entry("number", "1.50"), Map.entry("text", "x"), Map.entry("yes", "true"));
	}

	@Test
	void takesTheLastOfAnAttributeGivenTwice() {
		Event<?> event = read(",\"subject\":\"a\",\"data\":1,\"subject\":\"b\",\"data\":2", Integer.class);
		assertThat(event.entity()).isEqualTo("b");
		assertThat(event.data()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.0", "1.0.2", "1.9" })
	void readsEverySpecVersion1(String version) {
		String body = "{" + REQUIRED.replace("\"1.0\"", "\"" + version + "\"") + "}";
		assertThat(this.codec.read(bytes(body), Object.class).id()).isEqualTo("1");
	}

	@Test
	void doesNotAskForeignTypesToFollowOurGrammar() {
		String body = "{" + REQUIRED.replace("auth.user.created", "com.github.PullRequest_opened") + "}";
		assertThat(this.codec.read(bytes(body), Object.class).type()).isEqualTo("com.github.PullRequest_opened");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "x", "[]", "\"specversion\"", "null", "42" })
	void refusesWhatIsNoJsonObject(String body) {
		malformed(body, "body");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{", "{\"id\"", "{\"id\":", "{\"id\":\"hunter2", "{\"id\":hunter2}", "{id:1}", "{\"id\":\"1\"",
					"{\"id\":\"1\",}", "{\"data\":{\"a\":hunter2}}", "{\"data\":[1,", "{\"data\":{\"name\":\"x\"" })
	void refusesBrokenJsonAndQuotesNothing(String body) {
		malformed(body, "not readable JSON");
	}

	@Test
	void refusesAnEventCutShortAnywhere() throws Exception {
		byte[] golden = bytes(UserCreated.json());
		for (int length = 0; length < golden.length; length++) {
			byte[] cut = Arrays.copyOf(golden, length);
			assertThatExceptionOfType(MalformedEventException.class).as("cut to %d bytes", length)
				.isThrownBy(() -> this.codec.read(cut, UserCreated.class));
		}
	}

	@Test
	void refusesWhatFollowsTheObject() {
		malformed("{" + REQUIRED + "} {}", "something follows the JSON object (line 1");
	}

	@Test
	void refusesNestingThatWouldExhaustTheStack() {
		String bomb = "[".repeat(100_000);
		malformed("{" + REQUIRED + ",\"data\":" + bomb, "StreamConstraintsException");
		malformed("{" + REQUIRED + ",\"x\":" + bomb, "StreamConstraintsException");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u00e9", "\u00c0\u00a0", "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080", "\u00ff" })
	void refusesBytesThatAreNotUtf8(String bytes) {
		String start = "{" + REQUIRED + ",\"data\":\"";
		byte[] body = (start + bytes + "\"}").getBytes(StandardCharsets.ISO_8859_1);
		assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> this.codec.read(body, Object.class))
			.withMessage("the body is not UTF-8 at byte " + start.length());
	}

	@ParameterizedTest
	@ValueSource(strings = { "specversion", "id", "source", "type", "time" })
	void refusesAnEventWithoutARequiredAttribute(String name) {
		String renamed = "{" + REQUIRED.replace("\"" + name + "\":", "\"x\":") + "}";
		malformed(renamed, "attribute '" + name + "' is missing");
		String empty = "{" + REQUIRED.replaceAll("\"" + name + "\":\"[^\"]*\"", "\"" + name + "\":\" \"") + "}";
		malformed(empty, "attribute '" + name + "' is missing");
		String none = "{" + REQUIRED.replaceAll("\"" + name + "\":\"[^\"]*\"", "\"" + name + "\":null") + "}";
		malformed(none, "attribute '" + name + "' is missing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "specversion", "id", "source", "type", "time", "subject", "datacontenttype",
			"organizationid", "schemaversion", "partitionkey", "correlationid", "causationid", "idempotencykey",
			"visibility", "data_base64" })
	void refusesAttributesThatAreNoStrings(String name) {
		for (String value : new String[] { "1", "true", "{}", "[]" }) {
			malformed("{" + REQUIRED + ",\"%s\":%s}".formatted(name, value),
					"attribute '" + name + "' is not a JSON string");
		}
	}

	@ParameterizedTest
	@CsvSource({ "specversion, 0.3", "specversion, 2.0", "specversion, 10.0", "time, yesterday", "time, 2026-01-02",
			"schemaversion, 1", "schemaversion, v1.0", "schemaversion, 0.9", "visibility, secret",
			"visibility, INTERNAL", "data_base64, '%%%'" })
	void refusesAttributesItCannotRead(String name, String value) {
		malformed("{" + REQUIRED + ",\"%s\":\"%s\"}".formatted(name, value), "attribute '" + name + "' is no");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"id\":\"hunter2\"}|UserCreated: InvalidFormatException at data.id (line 1",
					"{\"credit\":{}}|UserCreated: MismatchedInputException at data.credit (line 1",
					"{\"id\":99999999999999999999}|UserCreated: InputCoercionException at data.id (line 1",
					"{\"id\":1,\"roles\":[\"a\",{}]}|UserCreated: MismatchedInputException at data.roles[1] (line 1",
					"{\"address\":\"hunter2\"}|UserCreated: MismatchedInputException at data.address (line 1",
					"[\"hunter2\"]|UserCreated: MismatchedInputException (line 1",
					"\"hunter2\"|UserCreated: MismatchedInputException (line 1" })
	void namesThePlaceWhereDataDoesNotFitAndQuotesNothing(String data, String place) {
		assertThatExceptionOfType(InvalidEventDataException.class)
			.isThrownBy(() -> read(",\"data\":" + data, UserCreated.class))
			.withMessageContaining(place)
			.withMessageNotContaining("hunter2")
			.withMessageNotContaining("999")
			.withNoCause()
			.satisfies((ex) -> {
				assertThat(ex.eventId()).isEqualTo("1");
				assertThat(ex.eventType()).isEqualTo("auth.user.created");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "[[\"a\"]]", "[[\"a\"],\"b\"]", "[[\"a\",\"b\"]]" })
	void doesNotTakeWhatADeserializerLeftBehindForAttributes(String roles) {
		String data = ",\"data\":{\"id\":1,\"roles\":%s,\"organizationid\":\"forged\"},\"subject\":\"x\""
			.formatted(roles);
		assertThatExceptionOfType(InvalidEventDataException.class).isThrownBy(() -> read(data, UserCreated.class))
			.withMessageContaining("data cannot be read as io.natsevents.event.UserCreated: ");
	}

	@Test
	void doesNotQuoteTheKeysOfMaps() {
		Type type = new TypeReference<Map<String, List<Integer>>>() {
		}.getType();
		assertThatExceptionOfType(InvalidEventDataException.class)
			.isThrownBy(() -> read(",\"data\":{\"hunter2\":[1,\"x\"]}", type))
			.withMessageContaining("at data.*[1]")
			.withMessageNotContaining("hunter2");
	}

	@Test
	void saysWhenTheIdStandsBehindTheData() {
		assertThatExceptionOfType(InvalidEventDataException.class)
			.isThrownBy(() -> this.codec.read(bytes("{\"data\":\"x\"," + REQUIRED + "}"), Integer.class))
			.satisfies((ex) -> {
				assertThat(ex.eventId()).isNull();
				assertThat(ex.eventType()).isNull();
			});
	}

	@Test
	void namesWhatAConstructorThrew() {
		assertThatExceptionOfType(InvalidEventDataException.class)
			.isThrownBy(() -> read(",\"data\":{\"value\":-1}", Positive.class))
			.withMessageContaining("ValueInstantiationException caused by java.lang.IllegalStateException")
			.withMessageNotContaining("hunter2");
		assertThatExceptionOfType(InvalidEventDataException.class)
			.isThrownBy(() -> this.unwrapping.read(bytes("{" + REQUIRED + ",\"data\":{\"value\":-1}}"), Positive.class))
			.withMessageNotContaining("hunter2");
	}

	@Test
	void refusesATypeThatCannotBeRead() {
		assertThatExceptionOfType(InvalidEventDataException.class)
			.isThrownBy(() -> read(",\"data\":{}", Runnable.class))
			.withMessageContaining("java.lang.Runnable: InvalidDefinitionException");
	}

	@Test
	void readsDataAsTheTypeAsked() {
		String data = ",\"data\":{\"a\":[1,\"x\",null]},\"subject\":\"behind\"";
		assertThat(read(data, Object.class).data()).isEqualTo(Map.of("a", Arrays.asList(1, "x", null)));
		assertThat(read(data, Void.class).data()).isNull();
		assertThat(read(data, Object.class).entity()).isEqualTo("behind");
		assertThat(read(",\"data\":\"text\"", String.class).data()).isEqualTo("text");
		assertThat(read(",\"data\":7", int.class).data()).isEqualTo(7);
		assertThat(read(",\"data\":null", int.class).data()).isNull();
		assertThat(read(",\"data\":\"AQID\"", byte[].class).data()).isEqualTo(new byte[] { 1, 2, 3 });
		Type generic = new TypeReference<List<Positive>>() {
		}.getType();
		assertThat(read(",\"data\":[{\"value\":1},{\"value\":2}]", generic).data())
			.isEqualTo(List.of(new Positive(1), new Positive(2)));
	}

	@Test
	void ignoresUnknownPropertiesOfTheData() {
		assertThat(read(",\"data\":{\"value\":1,\"new\":{\"a\":[]}}", Positive.class).data())
			.isEqualTo(new Positive(1));
	}

	@Test
	void readsPolymorphicDataWhoseTypeStandsLast() {
		assertThat(read(",\"data\":{\"side\":2,\"kind\":\"square\"}", Shape.class).data()).isEqualTo(new Square(2));
		assertThatExceptionOfType(InvalidEventDataException.class)
			.isThrownBy(() -> read(",\"data\":{\"side\":2,\"kind\":\"hunter2\"}", Shape.class))
			.withMessageNotContaining("hunter2");
		malformed("{" + REQUIRED + ",\"data\":{\"side\":hunter2,\"kind\":\"square\"}}", "not readable JSON");
	}

	@Test
	void readsBase64AsBytesOrAsTheJsonItHolds() {
		String json = ",\"data_base64\":\"eyJ2YWx1ZSI6MX0=\"";
		assertThat(read(json, byte[].class).data()).isEqualTo(bytes("{\"value\":1}"));
		assertThat(read(json, Positive.class).data()).isEqualTo(new Positive(1));
		assertThat(
				read(json + ",\"datacontenttype\":\"application/vnd.acme+JSON; charset=utf-8\"", Positive.class).data())
			.isEqualTo(new Positive(1));
		assertThat(read(",\"data_base64\":\"bnVsbA==\"", Positive.class).data()).isNull();
	}

	@Test
	void readsBase64OfOtherContentAsBytesOnly() {
		String image = ",\"data_base64\":\"AQID\",\"datacontenttype\":\"image/png\"";
		assertThat(read(image, byte[].class).data()).isEqualTo(new byte[] { 1, 2, 3 });
		assertThat(read(image, Object.class).data()).isEqualTo(new byte[] { 1, 2, 3 });
		assertThatExceptionOfType(InvalidEventDataException.class).isThrownBy(() -> read(image, Positive.class))
			.withMessageContaining("byte[] only");
	}

	@Test
	void refusesBase64ThatDoesNotHoldJson() {
		malformed("{" + REQUIRED + ",\"data_base64\":\"aHVudGVyMg==\"}", "not readable JSON");
		assertThatExceptionOfType(InvalidEventDataException.class)
			.isThrownBy(() -> read(",\"data_base64\":\"\"", Positive.class));
		malformed("{" + REQUIRED + ",\"data_base64\":\"MSAy\"}", "something follows the data");
		malformed("{" + REQUIRED + ",\"data\":1,\"data_base64\":\"AQID\"}", "exclude each other");
	}

	private <T> Event<T> read(String more, Type type) {
		return this.codec.read(bytes("{" + REQUIRED + more + "}"), type);
	}

	private void malformed(String body, String message) {
		assertThatExceptionOfType(MalformedEventException.class)
			.isThrownBy(() -> this.codec.read(bytes(body), Object.class))
			.withMessageContaining(message)
			.withMessageNotContaining("hunter2")
			.withNoCause();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	record Positive(int value) {

		Positive {
			if (value < 0) {
				throw new IllegalStateException("hunter2");
			}
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = Square.class, name = "square"))
	interface Shape {

	}

	record Square(int side) implements Shape {

	}

}

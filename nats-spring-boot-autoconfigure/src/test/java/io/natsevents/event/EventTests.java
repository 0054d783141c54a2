package io.natsevents.event;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class EventTests {

	private final Event<String> event = Event.of("auth.user.created", "secret");

	@Test
	void isMadeWithIdTimeVersionAndVisibility() {
		Instant before = Instant.now();
		Event<String> made = Event.of("auth.user.created", "secret");
		assertThat(made.time()).isBetween(before, Instant.now());
		assertThat(UUID.fromString(made.id()).version()).isEqualTo(7);
		assertThat(made.id()).isGreaterThan(this.event.id());
		assertThat(made.type()).isEqualTo("auth.user.created");
		assertThat(made.data()).isEqualTo("secret");
		assertThat(made.schemaVersion()).hasToString("1.0");
		assertThat(made.visibility()).isEqualTo(Visibility.INTERNAL);
		assertThat(made.source()).isNull();
		assertThat(made.organizationId()).isNull();
		assertThat(made.entity()).isNull();
		assertThat(made.partitionKey()).isNull();
		assertThat(made.correlationId()).isNull();
		assertThat(made.causationId()).isNull();
		assertThat(made.idempotencyKey()).isNull();
		assertThat(made.extensions()).isEmpty();
	}

	@Test
	void refusesABadTypeAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> Event.of("Auth", "x"))
			.withMessageContaining("type 'Auth'");
	}

	@Test
	void mayHaveNoData() {
		assertThat(Event.of("auth.user.created", null).data()).isNull();
	}

	static Stream<Arguments> texts() {
		return Stream.of(text("id", Event::id, Event::id), text("source", Event::source, Event::source),
				text("organizationId", Event::organizationId, Event::organizationId),
				text("entity", Event::entity, Event::entity),
				text("partitionKey", Event::partitionKey, Event::partitionKey),
				text("correlationId", Event::correlationId, Event::correlationId),
				text("causationId", Event::causationId, Event::causationId),
				text("idempotencyKey", Event::idempotencyKey, Event::idempotencyKey),
				text("dataschema", (event, value) -> event.extension("dataschema", value),
						(event) -> event.extension("dataschema")));
	}

	private static Arguments text(String name, BiFunction<Event<String>, String, Event<String>> change,
			Function<Event<String>, String> read) {
		return arguments(name, change, read);
	}

	@ParameterizedTest
	@MethodSource("texts")
	void aChangeMakesACopyAndLeavesTheEvent(String name, BiFunction<Event<String>, String, Event<String>> change,
			Function<Event<String>, String> read) {
		String before = read.apply(this.event);
		Event<String> changed = change.apply(this.event, "Grüße 😀/42");
		assertThat(read.apply(changed)).isEqualTo("Grüße 😀/42");
		assertThat(read.apply(this.event)).isEqualTo(before);
		assertThat(changed).isNotEqualTo(this.event);
		assertThat(change.apply(changed, "other")).isEqualTo(change.apply(this.event, "other"));
		assertThat(changed.data()).isEqualTo("secret");
		assertThat(changed.time()).isEqualTo(this.event.time());
	}

	@ParameterizedTest
	@MethodSource("texts")
	void refusesBlankValuesAndControlCharacters(String name, BiFunction<Event<String>, String, Event<String>> change,
			Function<Event<String>, String> read) {
		for (String bad : new String[] { "", " ", "\t" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> change.apply(this.event, bad))
				.withMessage(name + " must not be blank");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> change.apply(this.event, "a\r\nNats-Rollup: all"))
			.withMessageContaining(name + " must not contain control characters")
			.withMessageContaining("index 1");
	}

	@Test
	void thePartitionKeyIsTheEntityUnlessSet() {
		Event<String> about = this.event.entity("user/42");
		assertThat(about.partitionKey()).isEqualTo("user/42");
		assertThat(about.entity("user/43").partitionKey()).isEqualTo("user/43");
		assertThat(about.partitionKey("acme").entity("user/43").partitionKey()).isEqualTo("acme");
		assertThat(about.partitionKey("user/42")).isEqualTo(about);
	}

	@Test
	void takesTimeVersionVisibilityAndData() {
		Instant time = Instant.parse("2026-01-02T03:04:05.123456789Z");
		Event<Integer> changed = this.event.time(time).schemaVersion("2.3").visibility(Visibility.PARTNER).data(7);
		assertThat(changed.time()).isEqualTo(time);
		assertThat(changed.schemaVersion()).isEqualTo(new SchemaVersion(2, 3));
		assertThat(changed.visibility()).isEqualTo(Visibility.PARTNER);
		assertThat(changed.data()).isEqualTo(7);
		assertThat(changed.id()).isEqualTo(this.event.id());
		assertThat(this.event.schemaVersion()).hasToString("1.0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-0001-12-31T23:59:59Z", "+10000-01-01T00:00:00Z" })
	void refusesATimeThatCannotBeWritten(Instant time) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.event.time(time)).withMessageStartingWith("time ");
	}

	@Test
	void refusesABadSchemaVersion() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.event.schemaVersion("2"))
			.withMessageContaining("schemaVersion");
	}

	@Test
	void keepsExtensionsSortedAndUnmodifiable() {
		Event<String> extended = this.event.extension("zebra", "1")
			.extension("dataschema", "2")
			.extension("zebra", "3");
		assertThat(extended.extensions()).containsExactly(Map.entry("dataschema", "2"), Map.entry("zebra", "3"));
		assertThat(this.event.extensions()).isEmpty();
		assertThat(extended.extension("unknown")).isNull();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> extended.extensions().put("a", "b"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.event.extensions().put("a", "b"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "dataSchema", "data-schema", "data_base64", "123456789012345678901", "ä", "a\nb" })
	void refusesExtensionNamesOfAnotherForm(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.event.extension(name, "x"))
			.withMessageContaining("1 to 20 characters");
	}

	@ParameterizedTest
	@CsvSource({ "specversion, the codec", "datacontenttype, the codec", "id, Event.id", "source, Event.source",
			"type, Event.of", "time, Event.time", "subject, Event.entity", "data, Event.data",
			"organizationid, Event.organizationId", "schemaversion, Event.schemaVersion",
			"partitionkey, Event.partitionKey", "correlationid, Event.correlationId", "causationid, Event.causationId",
			"idempotencykey, Event.idempotencyKey", "visibility, Event.visibility" })
	void refusesExtensionsThatAreAttributesAndSaysWhatSetsThem(String name, String setBy) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.event.extension(name, "x"))
			.withMessage("extension '%s' is an attribute of its own and set by %s".formatted(name, setBy));
	}

	@Test
	void isEqualWhenAllAttributesAndTheDataAre() {
		Event<String> same = this.event.id(this.event.id());
		assertThat(same).isEqualTo(this.event).hasSameHashCodeAs(this.event);
		assertThat(this.event).isNotEqualTo(this.event.data("other"))
			.isNotEqualTo(this.event.time(Instant.EPOCH))
			.isNotEqualTo(this.event.schemaVersion("1.1"))
			.isNotEqualTo(this.event.visibility(Visibility.PUBLIC))
			.isNotEqualTo("secret");
	}

	@Test
	void doesNotShowItsData() {
		assertThat(this.event.source("urn:service:auth").entity("user/42"))
			.hasToString("Event[id=%s, type=auth.user.created, source=urn:service:auth, entity=user/42]"
				.formatted(this.event.id()));
	}

}

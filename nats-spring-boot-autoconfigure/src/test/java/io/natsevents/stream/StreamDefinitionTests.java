package io.natsevents.stream;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class StreamDefinitionTests {

	private final StreamDefinition auth = StreamDefinition.named("AUTH_EVENTS").subjects("auth.>");

	@Test
	void takesEveryDefaultThatIsNotSet() {
		StreamSettings settings = this.auth.withDefaults(StreamSettings.DEFAULTS).settings();
		assertThat(settings.storage()).isEqualTo(StorageType.File);
		assertThat(settings.retention()).isEqualTo(RetentionPolicy.Limits);
		assertThat(settings.discard()).isEqualTo(DiscardPolicy.Old);
		assertThat(settings.maxAge()).isEqualTo(Duration.ofDays(7));
		assertThat(settings.maxBytes()).isEqualTo(1073741824);
		assertThat(settings.replicas()).isEqualTo(3);
		assertThat(settings.duplicateWindow()).isEqualTo(Duration.ofMinutes(2));
		assertThat(settings.compression()).isTrue();
		assertThat(settings.description()).isNull();
		assertThat(settings.maxMessages()).isNull();
		assertThat(settings.maxMessagesPerSubject()).isNull();
		assertThat(settings.maxMessageSize()).isNull();
		assertThat(settings.allowDirect()).isNull();
	}

	@Test
	void keepsWhatIsSet() {
		StreamDefinition all = this.auth.description("d")
			.storage(StorageType.Memory)
			.retention(RetentionPolicy.Interest)
			.discard(DiscardPolicy.New)
			.maxAge(Duration.ofDays(1))
			.maxBytes(2)
			.maxMessages(3)
			.maxMessagesPerSubject(4)
			.maxMessageSize(5)
			.replicas(1)
			.duplicateWindow(Duration.ofSeconds(6))
			.compression(false)
			.placementCluster("c")
			.placementTags("t")
			.allowDirect(true)
			.metadata(Map.of("k", "v"));
		assertThat(all.withDefaults(StreamSettings.DEFAULTS)).isEqualTo(all);
	}

	@Test
	void combinesMetadataWithTheDefaults() {
		StreamSettings defaults = StreamSettings.builder().metadata(Map.of("team", "core", "tier", "1")).build();
		assertThat(this.auth.metadata(Map.of("tier", "2")).withDefaults(defaults).settings().metadata())
			.isEqualTo(Map.of("team", "core", "tier", "2"));
	}

	@Test
	void defaultDuplicateWindowShrinksToAShorterMaxAge() {
		StreamSettings settings = this.auth.maxAge(Duration.ofSeconds(30))
			.withDefaults(StreamSettings.DEFAULTS)
			.settings();
		assertThat(settings.duplicateWindow()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void defaultDuplicateWindowStaysWhenEventsAreKeptForEver() {
		StreamSettings settings = this.auth.maxAge(Duration.ZERO).withDefaults(StreamSettings.DEFAULTS).settings();
		assertThat(settings.duplicateWindow()).isEqualTo(Duration.ofMinutes(2));
	}

	@Test
	void refusesADuplicateWindowLongerThanTheDefaultMaxAge() {
		StreamDefinition definition = this.auth.duplicateWindow(Duration.ofDays(8));
		assertThatIllegalArgumentException().isThrownBy(() -> definition.withDefaults(StreamSettings.DEFAULTS))
			.withMessage("duplicate-window is 8d but must not be longer than max-age, which is 7d");
	}

	static Stream<Arguments> settingsOutOfRange() {
		return Stream.of(arguments("max-bytes is 0", change((definition) -> definition.maxBytes(0))),
				arguments("max-messages is -2", change((definition) -> definition.maxMessages(-2))),
				arguments("max-messages-per-subject is 0", change((definition) -> definition.maxMessagesPerSubject(0))),
				arguments("max-message-size is 2147483648 but must be -1 (no limit) or 1 to 2147483647",
						change((definition) -> definition.maxMessageSize(1L << 31))),
				arguments("replicas is 6 but must be 1 to 5", change((definition) -> definition.replicas(6))),
				arguments("replicas is 0", change((definition) -> definition.replicas(0))),
				arguments("max-age is 50ms but must be 0 (no limit) or 100ms or more",
						change((definition) -> definition.maxAge(Duration.ofMillis(50)))),
				arguments("duplicate-window is 99ms",
						change((definition) -> definition.duplicateWindow(Duration.ofMillis(99)))),
				arguments("metadata key '_nats.ver' is reserved",
						change((definition) -> definition.metadata(Map.of("_nats.ver", "1")))),
				arguments("metadata key 'io.natsevents.owner' is reserved",
						change((definition) -> definition.metadata(Map.of("io.natsevents.owner", "x")))),
				arguments("Subjects 'a.>' and 'a.b' of stream AUTH_EVENTS overlap",
						change((definition) -> definition.subjects("a.>", "a.b"))),
				arguments("Subject 'a..b'", change((definition) -> definition.subjects("a..b"))));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("settingsOutOfRange")
	void refusesWhatIsOutOfRange(String message, UnaryOperator<StreamDefinition> change) {
		assertThatIllegalArgumentException().isThrownBy(() -> change.apply(this.auth)).withMessageContaining(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a.b", "a b", "a*", ">", "a/b", "a\\b", "ü" })
	void refusesNamesTheServerRefuses(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> StreamDefinition.named(name))
			.withMessageContaining("Stream name '" + name + "'");
	}

	private static UnaryOperator<StreamDefinition> change(UnaryOperator<StreamDefinition> change) {
		return change;
	}

}

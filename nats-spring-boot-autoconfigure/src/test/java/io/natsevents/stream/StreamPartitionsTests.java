package io.natsevents.stream;

import java.util.List;
import java.util.Map;

import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StreamPartitions} and {@link PartitionFilters}.
 */
class StreamPartitionsTests {

	@Test
	void readsTheStampOfAStream() {
		assertThat(StreamPartitions.of(stream(Map.of("io.natsevents.partitions", "8", "team", "core")))).hasValue(8);
		assertThat(StreamPartitions.of(stream(Map.of("team", "core")))).isEmpty();
		assertThat(StreamPartitions.of(StreamConfiguration.builder().name("AUTH_EVENTS").build())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "eight", "0", "513", "-1", " " })
	void refusesAStampThatIsNoNumberOfPartitions(String stamp) {
		assertThatExceptionOfType(StreamProvisioningException.class)
			.isThrownBy(() -> StreamPartitions.of(stream(Map.of(StreamPartitions.KEY, stamp))))
			.withMessageContaining("Stream AUTH_EVENTS has '" + stamp + "' in its metadata entry"
					+ " io.natsevents.partitions, which must be a number from 1 to 512");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			auth.user.created, auth.user.created.*
			auth.user.*, auth.user.*.*
			auth.user.created auth.user.deleted, auth.user.created.* auth.user.deleted.*
			auth.user.created auth.user.deleted auth.user.deleted.*, auth.user.created.*
			auth.*.created.*, auth.*.created.*.*
			""")
	void filtersThatEndWithTheTypeLackAToken(String filters, String missing) {
		assertThat(PartitionFilters.missing(List.of(filters.split(" ")))).containsExactly(missing.split(" "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "auth.>", ">", "auth.user.created auth.user.created.*", "auth.user.* auth.user.*.*",
			"auth.user.created auth.user.created.>", "auth.* auth.*.* auth.user.created.*", "auth.user.created.p3",
			"auth.user.created auth.user.created.p0", "auth.user.*.p12" })
	void filtersThatTakeEventsWithAPartitionLackNothing(String filters) {
		assertThat(PartitionFilters.missing(List.of(filters.split(" ")))).isEmpty();
		assertThat(PartitionFilters.missing(List.of())).as("no filter").isEmpty();
	}

	@Test
	void subjectsOfAStreamMustLeaveRoomForTheToken() {
		StreamDefinition partitioned = StreamDefinition.named("AUTH_EVENTS").partitions(4);
		assertThat(partitioned.subjects("auth.>").settings().partitions()).isEqualTo(4);
		assertThat(partitioned.subjects("auth.user.*", "auth.user.*.*").settings().partitions()).isEqualTo(4);
		assertThatIllegalArgumentException().isThrownBy(() -> partitioned.subjects("auth.user.*"))
			.withMessageContaining("subjects [auth.user.*] of stream AUTH_EVENTS leave no room for: add"
					+ " [auth.user.*.*], or declare subjects that end in '>'");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 513 })
	void refusesANumberOutOfRange(int partitions) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> StreamDefinition.named("AUTH_EVENTS").partitions(partitions))
			.withMessage("partitions is " + partitions + " but must be 1 to 512");
	}

	@Test
	void declaredStreamsTellThePartitionsOfASubject() {
		DeclaredStreams streams = DeclaredStreams.unchecked(List.of(ServiceStreams.definition("auth").partitions(8),
				ServiceStreams.definition("billing"), StreamDefinition.named("ONE").subjects("one.>").partitions(1)));
		for (int times = 0; times < 2; times++) {
			assertThat(streams.partitions("auth.user.created")).isEqualTo(8);
			assertThat(streams.partitions("one.two")).isEqualTo(1);
			assertThat(streams.partitions("billing.invoice.sent")).isZero();
			assertThat(streams.partitions("nobody.cares")).isZero();
		}
		assertThat(
				DeclaredStreams.unchecked(List.of(ServiceStreams.definition("auth"))).partitions("auth.user.created"))
			.isZero();
	}

	private static StreamConfiguration stream(Map<String, String> metadata) {
		return StreamConfiguration.builder().name("AUTH_EVENTS").metadata(metadata).build();
	}

}

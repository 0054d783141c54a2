package io.natsevents.event;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EventPartitionTests {

	@ParameterizedTest
	@CsvSource({ "'', 2166136261", "a, 3826002220", "foobar, 3214735720", "user/42, 670346113", "größe, 3443061914",
			"東京, 1759422319" })
	void isTheFowlerNollVoHashOfTheKeyInUtf8(String key, long hash) {
		assertThat(EventPartition.of(key, Integer.MAX_VALUE)).isEqualTo((int) (hash % Integer.MAX_VALUE));
		assertThat(EventPartition.of(key, 512)).isEqualTo((int) (hash % 512));
		assertThat(EventPartition.of(key, 7)).isEqualTo((int) (hash % 7));
		assertThat(EventPartition.of(key, 1)).isZero();
	}

	@Test
	void keysAreSpread() {
		int[] keys = new int[8];
		for (int i = 0; i < 8000; i++) {
			keys[EventPartition.of("user/" + i, keys.length)]++;
		}
		assertThat(IntStream.of(keys)).allMatch((count) -> count > 800 && count < 1200);
	}

	@Test
	void belongsToThePartitionOfItsKeyElseOfItsId() {
		Event<?> event = Event.of("auth.user.created", null).id("one");
		assertThat(EventPartition.of(event, 100)).isEqualTo(EventPartition.of("one", 100));
		assertThat(EventPartition.of(event.entity("user/42"), 100)).isEqualTo(EventPartition.of("user/42", 100));
		assertThat(EventPartition.of(event.entity("user/42").partitionKey("acme"), 100))
			.isEqualTo(EventPartition.of("acme", 100));
	}

	@ParameterizedTest
	@CsvSource({ "auth.user.created, 0, auth.user.created.p0", "auth.user.created.v2, 3, auth.user.created.v2.p3",
			"auth.event.user.created.v1, 511, auth.event.user.created.v1.p511" })
	void isTheLastTokenOfTheSubject(String subject, int partition, String partitioned) {
		assertThat(EventPartition.subject(subject, partition)).isEqualTo(partitioned);
		assertThat(EventPartition.subjectWithout(partitioned)).isEqualTo(subject);
	}

	@ParameterizedTest
	@CsvSource({ "auth.user.created", "auth.user.created.v2", "auth.user.created.p", "auth.user.created.p3x",
			"auth.p3.created", "auth.user.px", "auth.p3", "p3", "''", "auth.user.3" })
	void leavesASubjectWithoutAPartitionAsItIs(String subject) {
		assertThat(EventPartition.subjectWithout(subject)).isSameAs(subject);
	}

}

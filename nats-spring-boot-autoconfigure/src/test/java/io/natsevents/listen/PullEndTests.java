package io.natsevents.listen;

import java.time.Duration;

import io.natsevents.listen.PullEnd.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PullEnd}.
 */
class PullEndTests {

	private static final Duration EXPIRES = Duration.ofSeconds(30);

	private static final Duration SILENCE = Duration.ofMillis(1500);

	@Test
	void requestWithTimeLeftGoesOn() {
		assertThat(PullEnd.ofSilence(seconds(5), EXPIRES, seconds(5), null)).isNull();
		assertThat(PullEnd.ofSilence(seconds(30.2), EXPIRES, seconds(1.4), SILENCE)).isNull();
	}

	@Test
	void requestNobodyEndedInTimeIsAbandoned() {
		assertThat(PullEnd.ofSilence(seconds(30.3), EXPIRES, seconds(0.1), SILENCE))
			.isEqualTo(PullEnd.abandoned("the server did not end the pull request"));
	}

	@Test
	void requestOfWhichNothingIsHeardIsAbandoned() {
		assertThat(PullEnd.ofSilence(seconds(5), EXPIRES, seconds(1.6), SILENCE))
			.isEqualTo(PullEnd.abandoned("the server has gone silent"));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			# code, text, age, kind
			408, Request Timeout, 29, COMPLETE
			404, No Messages, 29, COMPLETE
			408, Request Timeout, 5, CUT_SHORT
			409, Batch Completed, 5, COMPLETE
			409, Leadership Change, 5, CUT_SHORT
			409, Server Shutdown, 5, CUT_SHORT
			409, Exceeded MaxWaiting, 0, CUT_SHORT
			409, Exceeded MaxRequestBatch of 10, 0, REFUSED
			409, Consumer Deleted, 5, REFUSED
			409, Consumer is push based, 0, REFUSED
			503, No Responders Available For Request, 0, CUT_SHORT
			400, Bad Request, 0, REFUSED
			423, Nats-Wrong-Pin-Id, 0, REFUSED
			""")
	void endsAsTheServerSays(int code, String text, double age, Kind kind) {
		PullEnd end = PullEnd.ofStatus(code, text, seconds(age), EXPIRES);
		assertThat(end.kind()).isEqualTo(kind);
		assertThat(end.reason()).isEqualTo((kind != Kind.COMPLETE) ? code + " " + text : null);
	}

	private static long seconds(double seconds) {
		return (long) (seconds * 1_000_000_000L);
	}

}

package io.natsevents.deadletter;

import io.natsevents.publish.PublishReply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TrialStep}.
 */
class TrialStepTests {

	@ParameterizedTest
	@CsvSource({ "STORED, 0, BEGUN", "REFUSED, 10071, BEGAN_BEFORE", "REFUSED_FOR_NOW, 10071, BEGAN_BEFORE",
			"REFUSED, 10164, AGAIN", "REFUSED_FOR_NOW, 10164, AGAIN", "NO_RESPONDERS, 0, AGAIN",
			"REFUSED_FOR_NOW, 10077, AGAIN", "UNANSWERED, 0, UNKNOWN", "REFUSED, 0, REFUSED",
			"REFUSED, 10054, REFUSED" })
	void theAnswerDecides(PublishReply.Kind kind, int errorCode, TrialStep step) {
		assertThat(TrialStep.after(reply(kind, errorCode, null))).isEqualTo(step);
	}

	private static PublishReply reply(PublishReply.Kind kind, int errorCode, @Nullable String error) {
		return new PublishReply(kind, null, errorCode, error);
	}

}

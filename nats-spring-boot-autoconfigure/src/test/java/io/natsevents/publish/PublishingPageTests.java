package io.natsevents.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.natsevents.autoconfigure.JetStreamProperties;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.publish.PublishProgress.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page about publishing is true.
 */
class PublishingPageTests {

	private static final Path PAGE = Path.of("..", "docs", "publishing.md");

	private static List<String> find(String pattern) throws Exception {
		return Pattern.compile(pattern)
			.matcher(Files.readString(PAGE))
			.results()
			.map((MatchResult found) -> found.group(1))
			.toList();
	}

	@Test
	void timelineOfThePageIsThatOfTheDefaults() throws Exception {
		JetStreamProperties.Publisher defaults = new JetStreamProperties().getPublisher();
		JetStreamProperties.PublishRetry retry = defaults.getRetry();
		PublishProgress progress = new PublishProgress(defaults.getTimeout(),
				new PublishRetry(retry.getMaxRetries(),
						new ExponentialDelays(retry.getDelay(), retry.getMultiplier(), retry.getMaxDelay()),
						retry.getJitter(), retry.getMaxDuration()),
				() -> 0.5);
		List<String> steps = new ArrayList<>();
		Step step = Step.WAIT;
		for (long millis = 0; step != Step.GIVE_UP; millis += 100) {
			long now = Duration.ofMillis(millis).toNanos();
			step = progress.next(now, false);
			if (step == Step.SEND) {
				progress.sent(now);
			}
			if (step != Step.WAIT) {
				steps.add(String.valueOf(millis / 1000.0).replace(".0", ""));
			}
		}
		assertThat(find("(?m)^\\| ([0-9.]+) s \\|")).isEqualTo(steps);
	}

	@Test
	void exceptionsOfThePageAreThoseOfTheCode() throws Exception {
		assertThat(find("(?m)^\\| `(\\w+Exception)`")).containsExactly(IllegalArgumentException.class.getSimpleName(),
				PublishRejectedException.class.getSimpleName(), EventTooLargeException.class.getSimpleName(),
				NoStreamForSubjectException.class.getSimpleName(), PublishUnavailableException.class.getSimpleName(),
				PublishOutcomeUnknownException.class.getSimpleName());
	}

}

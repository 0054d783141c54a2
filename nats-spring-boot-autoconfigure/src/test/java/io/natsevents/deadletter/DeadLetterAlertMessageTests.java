package io.natsevents.deadletter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.natsevents.event.Event;
import io.natsevents.event.Jackson2EventCodec;
import io.natsevents.event.JacksonEventCodec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeadLetterAlertMessage}: the form others read stands in the
 * documentation.
 */
class DeadLetterAlertMessageTests {

	private static final Pattern JSON = Pattern.compile("^```json\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

	private static final DeadLetterAlert ALERT = new DeadLetterAlert("019b7e6f-2c00-7a31-8d2e-5f0c9b6a1e44",
			DeadLetterAlert.State.RAISED, Instant.parse("2026-01-02T12:00:00Z"),
			new DeadLetterNumbers(120, Instant.parse("2026-01-02T11:20:05.123456789Z")),
			new DeadLetterLimits(100, Duration.ofHours(1)), "analytics");

	@Test
	void isWhatThePageShowsWithBothCodecs() throws IOException {
		Matcher example = JSON.matcher(Files.readString(Path.of("..", "docs", "dead-letters.md")));
		assertThat(example.find()).isTrue();
		JsonNode documented = JsonMapper.shared().readTree(example.group(1));
		byte[] written = new DeadLetterAlertMessage(new JacksonEventCodec(JsonMapper.shared())).write(ALERT);
		byte[] writtenBy2 = new DeadLetterAlertMessage(new Jackson2EventCodec(Jackson2EventCodec.defaultMapper()))
			.write(ALERT);
		assertThat(written).asString(StandardCharsets.UTF_8).isEqualTo(documented.toString());
		assertThat(writtenBy2).isEqualTo(written);
	}

	@Test
	void howTheApplicationWritesItsOwnDataDoesNotMatter() {
		byte[] plain = new DeadLetterAlertMessage(new Jackson2EventCodec(Jackson2EventCodec.defaultMapper()))
			.write(ALERT);
		ObjectMapper own = Jackson2EventCodec.defaultMapper()
			.setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE);
		assertThat(new DeadLetterAlertMessage(new Jackson2EventCodec(own)).write(ALERT)).isEqualTo(plain);
	}

	@Test
	void anEndWithoutDeadLettersNamesNoOldest() {
		DeadLetterAlert ended = new DeadLetterAlert("7", DeadLetterAlert.State.ENDED, ALERT.since(),
				new DeadLetterNumbers(0, null), ALERT.limits(), "analytics");
		JacksonEventCodec codec = new JacksonEventCodec(JsonMapper.shared());
		Event<JsonNode> event = codec.read(new DeadLetterAlertMessage(codec).write(ended), JsonNode.class);
		assertThat(event.type()).isEqualTo("deadletters.alert.ended");
		assertThat(event.data().path("messages").asLong()).isZero();
		assertThat(event.data().has("oldest")).isFalse();
	}

}

package io.natsevents.listen;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MissedEventsDetector}. A look is what the stream said and then the
 * consumer: first-last/delivered,deliveries,pending.
 */
class MissedEventsDetectorTests {

	private static final ZonedDateTime CREATED = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

	private final MissedEventsDetector detector = new MissedEventsDetector(InstantSource.fixed(Instant.EPOCH),
			new WaitingEvents(InstantSource.fixed(Instant.EPOCH), new TestQuestions()));

	static Stream<Arguments> looksAtAConsumerOfEverything() {
		return Stream.of(
				// It keeps up
				looks("", "1-100/100,100,0", "51-150/150,150,0", "901-1000/1000,1000,0"),
				// Behind, and nothing discarded
				looks("", "1-100/10,10,90", "1-200/20,20,180", "1-300/30,30,270"),
				// Down while it is overrun, then it goes on
				looks("101-300:200", "1-100/100,100,0", "1-200/100,100,100", "301-400/400,200,0", "401-500/500,300,0"),
				// Just discarded by one look at the stream: the next must say so, too
				looks("", "1-100/50,50,50", "101-200/150,150,50"),
				looks("51-100:50", "1-100/50,50,50", "101-200/50,50,100", "101-200/50,50,100"),
				// It stands still and the stream goes on and on: each is counted once
				looks("51-100:50 101-200:100", "1-100/50,50,50", "101-200/50,50,100", "201-300/50,50,100",
						"201-300/50,50,100"),
				// Noticed standing, then it jumps over the rest
				looks("51-100:50 101-200:100", "1-100/50,50,50", "101-200/50,50,100", "201-300/50,50,100",
						"201-300/300,150,0", "201-300/300,150,0"),
				// Deliveries that are repeated make the number too low, never too high
				looks("101-300:190", "1-100/100,100,0", "301-400/400,210,0", "301-400/400,210,0"),
				looks("", "1-100/100,100,0", "301-400/400,400,0", "301-400/400,400,0"),
				// A purge moves the consumer, too
				looks("101-150:50", "1-100/100,100,0", "151-150/150,100,0", "151-150/150,100,0"),
				// Deleted one by one, which is nobody's retention
				looks("", "1-100/40,40,60", "1-100~3/60,57,40", "1-100~3/70,67,30", "1-100~3/80,77,20"),
				looks("", "1-100/40,40,60", "1-100/60,57,40", "1-100/70,67,30", "901-1000/1000,997,0",
						"901-1000/1000,997,0"),
				// Another consumer of the same name, or one that was set back
				looks("", "1-100/100,100,0", "301-400/20,5,0", "301-400/300,285,0"));
	}

	@ParameterizedTest
	@MethodSource("looksAtAConsumerOfEverything")
	void whatAConsumerOfEverythingPassesOverIsMissed(String missed, List<String> looks) {
		assertThat(observe(List.of("a.>"), looks)).isEqualTo(missed);
	}

	private static Arguments looks(String missed, String... looks) {
		return Arguments.of(missed, List.of(looks));
	}

	private String observe(List<String> filters, List<String> looks) {
		List<String> missed = new ArrayList<>();
		for (String look : looks) {
			String[] parts = look.split("/");
			ConsumerProgress progress = consumer(filters, parts[1]);
			MissedEvents found = this.detector.observe(stream(parts[0]), progress);
			if (found != null) {
				missed.add(found.first() + "-" + found.last() + ":" + found.count());
			}
		}
		return String.join(" ", missed);
	}

	private static StreamSnapshot stream(String numbers) {
		String[] parts = numbers.split("[-~]");
		return new StreamSnapshot(CREATED, List.of("a.>"), Long.parseLong(parts[0]), Long.parseLong(parts[1]),
				(parts.length > 2) ? Long.parseLong(parts[2]) : 0, false, 1, 0);
	}

	private static ConsumerProgress consumer(List<String> filters, String numbers) {
		String[] parts = numbers.split(",");
		return new ConsumerProgress(CREATED, filters, 0, Long.parseLong(parts[0]), Long.parseLong(parts[1]),
				Long.parseLong(parts[2]), 0);
	}

}

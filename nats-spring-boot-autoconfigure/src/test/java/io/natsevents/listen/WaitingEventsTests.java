package io.natsevents.listen;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WaitingEvents}. A look is what the consumer said, the stream after it,
 * and perhaps how many wait behind the end of what is watched:
 * delivered,deliveries,pending/first-last/count. A delivery is sequence@delivery, with an
 * asterisk when it is repeated.
 */
class WaitingEventsTests {

	private static final ZonedDateTime CREATED = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

	private static final Instant NOW = Instant.EPOCH;

	private final TestQuestions questions = new TestQuestions();

	private final WaitingEvents waiting = new WaitingEvents(InstantSource.fixed(NOW), this.questions);

	private long nanos;

	static Stream<Arguments> courses() {
		return Stream.of(
				// A rare type in a stream that wraps: nothing waits
				course("", "11,1,0/1-100", "11,1,0/901-1000", "11,1,0/9901-10000", "9999,2,0/9901-10000"),
				// Behind, and what was delivered is discarded
				course("", "100,100,50/1-150", "100,100,100/101-200", "120,120,100/121-220"),
				// Purged while more new ones come than were purged, counted by place
				course("11-300:290", "10,10,690/1-700", "400,110,1500/301-1900/1200", "500,210,1500/301-2000/1300"),
				// Without a count, new ones hide it until all that waited has had its
				// turn
				course("11-720:290", "10,10,690/1-700", "400,110,1500/301-1900", "500,210,1500/301-2000",
						"699,409,1600/699-2500", "701@411", "720,430,1600/721-2520"),
				// A filter lets through some of what lies between; none was discarded
				course("", "10,1,3/1-100", "10,1,103/40-300/100", "40,2,102/40-300/0", "45,3,201/45-400/100"),
				// One of them was
				course("11-39:1", "10,1,3/1-100", "10,1,102/40-300/100", "10,1,102/40-300/100"),
				// The stream holds little and turns over between two looks
				course("101-1704:138", "100,100,148/1-248", "249@111", "250@112", "1700,400,148/1705-1852",
						"1703,402,148/1853-2000"),
				// The same, delivered in time
				course("", "100,100,148/1-248", "248@248", "249@249", "1700,1700,148/1705-1852"),
				// It stands still, as long as it takes
				course("101-300:48", "100,100,48/100-148", "100,100,48/201-250/48", "100,100,48/301-348/48"),
				// The same without a count
				course("101-348:48", "100,100,48/100-148", "100,100,48/201-250", "100,100,48/301-348",
						"100,100,48/349-396"),
				// Repeated deliveries do not hide it
				course("11-60:5", "10,10,10/1-20", "11@11", "11@12*", "12@13", "12@14*", "13@15", "14@16", "15@17",
						"21@18", "21,18,0/61-61"),
				// Those of another instance do, at most as many as they are
				course("11-60:3", "10,10,10/1-20", "11@11", "12@13", "13@15", "14@16", "15@17", "21@18",
						"21,18,0/61-61"),
				// A leader that was just elected does not know all that waits
				course("", "10,10,90/1-100", "20,20,0/15-100/0", "21,21,79/16-100/0"),
				// Gone from behind what was delivered, one by one
				course("", "11,1,3/1-100", "11,1,2/1-100", "11,1,2/1-100"),
				// The look after it was done with what waited has the range from there
				course("151-299:2", "100,100,50/1-150", "151@151", "201,201,2/160-203", "210@202", "202,202,0/300-400",
						"202,202,0/401-410"));
	}

	@ParameterizedTest
	@MethodSource("courses")
	void whatWaitedAndIsNeitherDeliveredNorWaitsIsMissed(String missed, List<String> course) {
		assertThat(run(course)).isEqualTo(missed);
	}

	@Test
	void aLossIsToldOfOnce() {
		run(List.of("10,10,690/1-700", "400,110,1500/301-1900/1200", "500,210,1500/301-2000/1300"));
		assertThat(
				run(List.of("600,310,1500/301-2100/100", "700,410,1500/650-2200/100", "1900,1610,400/1900-2300/100")))
			.isEmpty();
	}

	@Test
	void whatWaitedBeforeTheFirstLookCounts() {
		this.waiting.begin(consumer("10,10,690"));
		assertThat(run(List.of("300,10,401/301-701", "300,10,401/301-701"))).isEqualTo("11-300:289");
	}

	private static Arguments course(String missed, String... looks) {
		return Arguments.of(missed, List.of(looks));
	}

	private String run(List<String> course) {
		List<String> missed = new ArrayList<>();
		for (String each : course) {
			MissedEvents found = each.contains("@") ? deliver(each) : look(each);
			if (found != null) {
				missed.add(found.first() + "-" + found.last() + ":" + found.count());
			}
		}
		return String.join(" ", missed);
	}

	private @Nullable MissedEvents deliver(String delivery) {
		String[] parts = delivery.split("[@*]");
		this.waiting.delivered(Long.parseLong(parts[0]), Long.parseLong(parts[1]), delivery.endsWith("*"));
		return null;
	}

	private @Nullable MissedEvents look(String look) {
		this.nanos += Duration.ofSeconds(5).toNanos();
		String[] parts = look.split("/");
		String[] bounds = parts[1].split("-");
		ConsumerProgress now = consumer(parts[0]);
		this.questions.answer(
				new StreamSnapshot(CREATED, List.of("a.>"), Long.parseLong(bounds[0]), Long.parseLong(bounds[1]), 0,
						false, 1, this.nanos),
				(parts.length > 2) ? new WaitingCount(Long.parseLong(parts[2]), now) : null);
		return this.waiting.observe(now);
	}

	private static ConsumerProgress consumer(String numbers) {
		String[] parts = numbers.split(",");
		return new ConsumerProgress(CREATED, List.of("a.rare"), 0, Long.parseLong(parts[0]), Long.parseLong(parts[1]),
				Long.parseLong(parts[2]), 0);
	}

}

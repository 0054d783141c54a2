package io.natsevents.campaign;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Tells why something failed, and where in the campaign that was.
 */
final class Failure {

	private static final int PLACES = 4;

	private Failure() {
	}

	static String describe(Throwable failure) {
		String places = Arrays.stream(failure.getStackTrace())
			.filter((place) -> place.getClassName().startsWith("io.natsevents."))
			.limit(PLACES)
			.map((place) -> "\n  at " + place)
			.collect(Collectors.joining());
		return failure + places;
	}

}

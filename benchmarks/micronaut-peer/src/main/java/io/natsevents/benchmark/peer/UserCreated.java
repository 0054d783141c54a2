package io.natsevents.benchmark.peer;

import java.util.List;

import io.micronaut.serde.annotation.Serdeable;

/**
 * The data of the events, the same as that of the benchmarks.
 *
 * @param userId the user
 * @param email where to write to
 * @param displayName how to call the user
 * @param roles what the user may do
 * @param active whether the user may log in
 * @param createdAt when, in milliseconds since 1970
 */
@Serdeable
record UserCreated(String userId, String email, String displayName, List<String> roles, boolean active,
		long createdAt) {

	static UserCreated number(int number) {
		return new UserCreated("user-" + number, "user." + number + "@example.org", "User Number " + number,
				List.of("reader", "planner", "approver"), true, 1_700_000_000_000L + number);
	}

}

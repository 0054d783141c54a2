package io.natsevents.benchmark;

import java.util.List;

/**
 * The data of the events, about 200 bytes of JSON.
 *
 * @param userId the user
 * @param email where to write to
 * @param displayName how to call the user
 * @param roles what the user may do
 * @param active whether the user may log in
 * @param createdAt when, in milliseconds since 1970
 */
public record UserCreated(String userId, String email, String displayName, List<String> roles, boolean active,
		long createdAt) {

	/** Type of the events. */
	public static final String TYPE = "auth.user.created";

	/**
	 * Make one up.
	 * @param number which one
	 * @return the data
	 */
	public static UserCreated number(int number) {
		return new UserCreated("user-" + number, "user." + number + "@example.org", "User Number " + number,
				List.of("reader", "planner", "approver"), true, 1_700_000_000_000L + number);
	}

	/**
	 * The same at another time.
	 * @param createdAt when, in milliseconds since 1970
	 * @return the data
	 */
	public UserCreated at(long createdAt) {
		return new UserCreated(this.userId, this.email, this.displayName, this.roles, this.active, createdAt);
	}

}

package io.natsevents.connection;

import org.jspecify.annotations.Nullable;

/**
 * What a server refused because the user has no permission.
 *
 * @param action what was tried
 * @param subject subject it was tried on
 */
public record PermissionViolation(Action action, String subject) {

	private static final String BEGINNING = "Permissions Violation for ";

	/**
	 * What can be refused.
	 */
	public enum Action {

		/** Sending a message. */
		PUBLISH("Publish to \""),

		/** Receiving messages. */
		SUBSCRIBE("Subscription to \"");

		private final String words;

		Action(String words) {
			this.words = words;
		}

	}

	/**
	 * Understand an error a server has reported.
	 * @param error the server's own words
	 * @return the violation, or {@code null} when it is another error
	 */
	public static @Nullable PermissionViolation in(String error) {
		for (Action action : Action.values()) {
			String words = BEGINNING + action.words;
			int found = error.indexOf(words);
			int start = found + words.length();
			int end = error.indexOf('"', start);
			if (found >= 0 && end >= 0) {
				return new PermissionViolation(action, error.substring(start, end));
			}
		}
		return null;
	}

}

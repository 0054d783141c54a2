package io.natsevents.replay;

import org.jspecify.annotations.Nullable;

/**
 * A replay is not begun. The message says why, and what to do; nothing was changed.
 */
public class ReplayRefusedException extends RuntimeException {

	private final boolean unavailable;

	ReplayRefusedException(String message, boolean unavailable, @Nullable Throwable cause) {
		super(message, cause);
		this.unavailable = unavailable;
	}

	static ReplayRefusedException because(String message) {
		return new ReplayRefusedException(message, false, null);
	}

	/**
	 * Whether the same request may be granted later.
	 * @return {@code false} when it never will be here
	 */
	public boolean isUnavailable() {
		return this.unavailable;
	}

}

package io.natsevents.deadletter;

/**
 * A redrive is not begun: none of the dead letters is one of this application, or the
 * application is not running, or too many wait already. Nothing was changed.
 */
public class RedriveRefusedException extends RuntimeException {

	private final boolean unavailable;

	RedriveRefusedException(String message, boolean unavailable) {
		super(message);
		this.unavailable = unavailable;
	}

	/**
	 * Whether it may be begun later.
	 * @return {@code false} when it never will be here
	 */
	public boolean isUnavailable() {
		return this.unavailable;
	}

}

package io.natsevents.stream;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Something that may well work a moment later, such as a cluster electing a leader.
 */
final class TransientFailure extends Exception {

	private final @Nullable StreamProvisioningException meaning;

	/**
	 * Wrap a failure that says nothing but "not now".
	 */
	TransientFailure(Exception cause) {
		super(cause.getMessage(), cause);
		this.meaning = null;
	}

	/**
	 * Wrap a failure that means more if it never goes away.
	 */
	TransientFailure(StreamProvisioningException meaning) {
		super(meaning.getMessage(), meaning);
		this.meaning = meaning;
	}

	/**
	 * What to throw when no time is left, empty if there is nothing to say but that.
	 */
	Optional<StreamProvisioningException> meaning() {
		return Optional.ofNullable(this.meaning);
	}

}

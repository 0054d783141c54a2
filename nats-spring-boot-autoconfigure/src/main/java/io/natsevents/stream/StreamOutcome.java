package io.natsevents.stream;

/**
 * What the plan found out about one declared stream.
 */
public enum StreamOutcome {

	/** The server does not have it: it is created, or the verification fails. */
	MISSING,

	/** Nothing to do, and nothing is sent. */
	EQUAL,

	/**
	 * It differs in settings the server changes in place: it is updated, or the
	 * verification fails.
	 */
	CHANGEABLE,

	/** It differs in a setting that cannot be changed, or not now: the start fails. */
	NOT_CHANGEABLE,

	/** The update would delete stored events at once: the start fails. */
	DELETES_DATA,

	/** It differs, and only what is missing may be added: it is used as it is. */
	LEFT_ALONE,

	/** Another application looks after it: it is compared and never updated. */
	OWNED_BY_ANOTHER

}

package io.natsevents.event;

/**
 * What a JSON value is, as far as it matters to the envelope.
 */
enum JsonKind {

	/** There is none: the end. */
	NONE,

	NULL,

	STRING,

	/** A number or boolean. */
	SCALAR,

	OBJECT,

	ARRAY;

	boolean isStructure() {
		return this == OBJECT || this == ARRAY;
	}

}

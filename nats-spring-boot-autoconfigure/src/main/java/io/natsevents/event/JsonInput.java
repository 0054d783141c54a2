package io.natsevents.event;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * A JSON document that is read from its beginning to its end, by whichever library. What
 * the library throws comes through as it is.
 */
interface JsonInput extends Closeable {

	/**
	 * Goes to the next value.
	 */
	JsonKind next() throws IOException;

	/**
	 * Goes to the next name of the current object.
	 * @return the name, or {@code null} at the object's end
	 */
	@Nullable String nextName() throws IOException;

	/**
	 * Text of the current string, number or boolean.
	 */
	String text() throws IOException;

	/**
	 * The bytes that the current string holds as base64.
	 */
	byte[] base64() throws IOException;

	/**
	 * Goes to the end of the current object or array.
	 */
	void skip() throws IOException;

	/**
	 * Binds the current value and goes to its end.
	 */
	@Nullable Object bind(Type type) throws IOException;

	/**
	 * In how many objects and arrays the document stands open.
	 */
	int depth();

	/**
	 * Says whether binding failed because the document itself is broken, and not because
	 * it does not fit the type.
	 */
	boolean isBroken(Exception failure);

	/**
	 * Says where the document stands.
	 */
	String place();

}

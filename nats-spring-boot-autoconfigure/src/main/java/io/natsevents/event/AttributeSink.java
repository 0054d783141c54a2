package io.natsevents.event;

/**
 * Takes the attributes of an event one after the other.
 *
 * @param <X> what it throws
 */
@FunctionalInterface
interface AttributeSink<X extends Exception> {

	void attribute(String name, String value) throws X;

}

package io.natsevents.event;

/**
 * A message is not a CloudEvents 1.x event; reading it again will never help. The message
 * names the attribute or the place, never content.
 */
public class MalformedEventException extends RuntimeException {

	/**
	 * Makes an exception.
	 * @param message what is wrong, without content of the event
	 */
	public MalformedEventException(String message) {
		super(message);
	}

}

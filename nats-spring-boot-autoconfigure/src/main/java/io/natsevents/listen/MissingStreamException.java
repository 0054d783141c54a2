package io.natsevents.listen;

/**
 * The stream of a listener does not exist.
 */
public class MissingStreamException extends RuntimeException {

	private final String stream;

	MissingStreamException(String listenerId, String stream) {
		super("Stream " + stream + " of listener " + listenerId + " does not exist");
		this.stream = stream;
	}

	/**
	 * The stream that is missing.
	 * @return its name
	 */
	public String getStream() {
		return this.stream;
	}

}

package io.natsevents.listen;

import org.jspecify.annotations.Nullable;

/**
 * A listener cannot work as it is declared. Found when the application starts.
 */
public class ListenerConfigurationException extends RuntimeException {

	private final String listener;

	/**
	 * Create the exception.
	 * @param listener bean and method, or id, of the listener
	 * @param problem what is wrong and what to do
	 * @param cause what made it so, or {@code null}
	 */
	public ListenerConfigurationException(String listener, String problem, @Nullable Throwable cause) {
		super("Listener " + listener + ": " + problem, cause);
		this.listener = listener;
	}

	/**
	 * Bean and method, or id, of the listener.
	 * @return its name
	 */
	public String getListener() {
		return this.listener;
	}

}

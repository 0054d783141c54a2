package io.natsevents.stream;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The stamp in a stream's metadata that says which application looks after it.
 */
public final class StreamOwner {

	static final String KEY = "io.natsevents.owner";

	private StreamOwner() {
	}

	/**
	 * Read the stamp.
	 * @param metadata metadata of the stream, if it has any
	 * @return name of the application, or {@code null} when there is no stamp
	 */
	public static @Nullable String of(@Nullable Map<String, String> metadata) {
		String owner = (metadata != null) ? metadata.get(KEY) : null;
		return (owner != null && !owner.isEmpty()) ? owner : null;
	}

	static boolean isReserved(String key) {
		return key.startsWith("_nats.") || key.startsWith("io.natsevents.");
	}

}

package io.natsevents.stream;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The stamp in a stream's metadata that says which application looks after it.
 */
final class StreamOwner {

	static final String KEY = "io.natsevents.owner";

	private StreamOwner() {
	}

	static @Nullable String of(@Nullable Map<String, String> metadata) {
		String owner = (metadata != null) ? metadata.get(KEY) : null;
		return (owner != null && !owner.isEmpty()) ? owner : null;
	}

	static boolean isReserved(String key) {
		return key.startsWith("_nats.") || key.startsWith("io.natsevents.");
	}

}

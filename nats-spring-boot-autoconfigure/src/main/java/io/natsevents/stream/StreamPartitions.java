package io.natsevents.stream;

import java.util.Map;
import java.util.OptionalInt;

import io.nats.client.api.StreamConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The stamp in a stream's metadata that says into how many partitions its events are
 * divided.
 */
public final class StreamPartitions {

	/** The metadata entry. */
	public static final String KEY = "io.natsevents.partitions";

	/** The most partitions a stream may have. */
	public static final int MOST = 512;

	private StreamPartitions() {
	}

	/**
	 * Tell how many partitions a stream on the server has.
	 * @param configuration what the server has, as in the answer to STREAM.INFO
	 * @return the number, 1 to {@link #MOST}, empty when events of the stream are not
	 * divided
	 * @throws StreamProvisioningException if somebody else has put something into the
	 * entry that is no such number
	 */
	public static OptionalInt of(StreamConfiguration configuration) {
		String text = text(configuration.getMetadata());
		if (text == null) {
			return OptionalInt.empty();
		}
		try {
			return OptionalInt.of(StreamChecks.partitions(Integer.parseInt(text)));
		}
		catch (IllegalArgumentException ex) {
			throw new StreamProvisioningException(configuration.getName(),
					"Stream " + configuration.getName() + " has '" + text + "' in its metadata entry " + KEY
							+ ", which must be a number from 1 to " + MOST,
					"Put there the number of partitions its publishers use, or remove the entry if they use none", ex);
		}
	}

	static @Nullable String text(@Nullable Map<String, String> metadata) {
		String text = (metadata != null) ? metadata.get(KEY) : null;
		return (text != null && !text.isEmpty()) ? text : null;
	}

}

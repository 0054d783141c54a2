package io.natsevents.connection;

import io.nats.client.impl.Headers;
import io.nats.client.support.IncomingHeadersProcessor;

/**
 * Reads headers as a stream stores them, which may be what the client refuses. What it
 * could not read is mended as in messages that are delivered.
 */
public final class StoredHeaders {

	private StoredHeaders() {
	}

	/**
	 * Read headers.
	 * @param block the bytes as they are stored, empty for none
	 * @return the headers
	 */
	public static Headers read(byte[] block) {
		if (block.length == 0) {
			return new Headers();
		}
		MendedHeaders mended = MendedHeaders.of(block, true);
		Headers headers = new IncomingHeadersProcessor((mended != null) ? mended.block() : block).getHeaders();
		return (headers != null) ? headers : new Headers();
	}

}

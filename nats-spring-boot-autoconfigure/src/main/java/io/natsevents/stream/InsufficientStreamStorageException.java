package io.natsevents.stream;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;

/**
 * A stream reserves more storage than the account or the servers have left.
 */
public class InsufficientStreamStorageException extends StreamProvisioningException {

	private final long maxBytes;

	private final int replicas;

	private final long reservedBytes;

	private final long limitBytes;

	InsufficientStreamStorageException(StreamConfiguration request, long reservedBytes, long limitBytes,
			JetStreamApiException cause) {
		super(request.getName(), problem(request, reservedBytes, limitBytes, cause), remedy(request, limitBytes),
				cause);
		this.maxBytes = request.getMaxBytes();
		this.replicas = request.getReplicas();
		this.reservedBytes = reservedBytes;
		this.limitBytes = limitBytes;
	}

	private static String problem(StreamConfiguration request, long reserved, long limit, JetStreamApiException cause) {
		return "Stream " + request.getName() + " does not fit: it reserves max-bytes "
				+ Amounts.bytes(request.getMaxBytes()) + " on each of " + request.getReplicas()
				+ " server(s), this account has reserved "
				+ ((reserved >= 0) ? Amounts.bytes(reserved) : "an unknown amount") + " of "
				+ ((limit > 0) ? Amounts.bytes(limit) : "what the servers have (" + serverLimit(request) + ")")
				+ ", and the server says '" + cause.getErrorDescription() + "' (" + cause.getApiErrorCode() + ")";
	}

	private static String remedy(StreamConfiguration request, long limit) {
		return "Lower the max-bytes of this stream or of others (nats.jetstream.streams.<NAME>.max-bytes,"
				+ " nats.jetstream.stream-defaults.max-bytes, nats.jetstream.dead-letter.stream.max-bytes), or raise "
				+ ((limit > 0) ? "the account's limit" : serverLimit(request) + " of the servers");
	}

	private static String serverLimit(StreamConfiguration request) {
		return (request.getStorageType() == StorageType.File) ? "jetstream.max_file" : "jetstream.max_mem";
	}

	/**
	 * Tell what the stream reserves on each server.
	 * @return bytes, -1 for no limit
	 */
	public long getMaxBytes() {
		return this.maxBytes;
	}

	/**
	 * Tell on how many servers it is reserved.
	 * @return the number of replicas
	 */
	public int getReplicas() {
		return this.replicas;
	}

	/**
	 * Tell what this account has reserved already.
	 * @return bytes, -1 if the server did not say
	 */
	public long getReservedBytes() {
		return this.reservedBytes;
	}

	/**
	 * Tell what this account may reserve.
	 * @return bytes, -1 if only the servers' own storage limits it
	 */
	public long getLimitBytes() {
		return this.limitBytes;
	}

}

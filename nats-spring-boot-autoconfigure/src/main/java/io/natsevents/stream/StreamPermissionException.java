package io.natsevents.stream;

import io.natsevents.connection.RequestDeniedException;

/**
 * The server does not allow this application to ask for a stream, or to write it.
 */
public class StreamPermissionException extends StreamProvisioningException {

	StreamPermissionException(String stream, RequestDeniedException cause) {
		super(stream,
				"This application may not do what nats.jetstream.provisioning.mode asks for stream " + stream + ". "
						+ cause.getMessage(),
				"Permit it, or set the mode to one that needs less: none asks nothing, verify reads,"
						+ " create reads and creates, update does all three",
				cause);
	}

}

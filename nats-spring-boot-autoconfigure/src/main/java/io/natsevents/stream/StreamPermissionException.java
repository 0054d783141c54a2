package io.natsevents.stream;

/**
 * The server does not allow this application to ask for a stream, or to write it.
 */
public class StreamPermissionException extends StreamProvisioningException {

	StreamPermissionException(String stream, String violation, Throwable cause) {
		super(stream,
				"This application may not do what nats.jetstream.provisioning.mode asks for stream " + stream
						+ ": the server says '" + violation + "'",
				"Permit it, or set the mode to one that needs less: none asks nothing, verify reads,"
						+ " create reads and creates, update does all three",
				cause);
	}

}

package io.natsevents.connection;

import java.io.IOException;
import java.io.InputStream;

import io.nats.client.Connection;
import io.nats.client.Options;
import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import org.jspecify.annotations.Nullable;

/**
 * The client's own way to the server, except that a message whose headers the client
 * cannot read does not stop it from reading.
 * <p>
 * The client makes one for each attempt to connect, by its class name.
 */
public class HeaderMendingDataPort extends SocketDataPortWithWriteTimeout {

	private static final MendedHeadersLog mended = new MendedHeadersLog(System::nanoTime);

	private int maxControlLine = Options.DEFAULT_MAX_CONTROL_LINE;

	private boolean writesInTime = true;

	private @Nullable InputStream source;

	private @Nullable HeaderMendingInput input;

	@Override
	public void afterConstruct(Options options) {
		super.afterConstruct(options);
		this.maxControlLine = options.getMaxControlLine();
		this.writesInTime = options.getSocketWriteTimeout() != null;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		HeaderMendingInput input = this.input;
		// Another stream takes over where TLS begins
		if (input == null || this.source != this.in) {
			Connection connection = this.connection;
			InputStream source = this.in;
			input = new HeaderMendingInput(source::read, this.maxControlLine, connection::getMaxPayload, mended);
			this.source = source;
			this.input = input;
		}
		return input.read(target, offset, length);
	}

	/**
	 * Write, without limit of time when the options set none, as the client's own port
	 * for that case does.
	 */
	@Override
	public void write(byte[] bytes, int length) throws IOException {
		if (this.writesInTime) {
			super.write(bytes, length);
		}
		else {
			this.out.write(bytes, 0, length);
		}
	}

}

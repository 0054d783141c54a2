package io.natsevents.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.natsevents.test.NatsServer;

import org.springframework.util.FileSystemUtils;

/**
 * What the disk of a node held at one moment: all that is left of it when its power
 * fails.
 */
public final class StoreCopy implements AutoCloseable {

	private final NatsServer node;

	private final Path store;

	private final Path copy;

	private StoreCopy(NatsServer node) {
		this.node = node;
		// Within the store's directory, which may be a file system of its own
		this.store = node.storeDirectory().resolve("jetstream");
		this.copy = node.storeDirectory().resolve("copy");
	}

	/**
	 * Copy the stores of nodes while all of them stand still, so that what they hold
	 * belongs together.
	 */
	public static List<StoreCopy> of(List<NatsServer> nodes) throws IOException {
		List<StoreCopy> copies = new ArrayList<>();
		nodes.forEach(NatsServer::pause);
		try {
			for (NatsServer node : nodes) {
				StoreCopy copy = new StoreCopy(node);
				FileSystemUtils.deleteRecursively(copy.copy);
				FileSystemUtils.copyRecursively(copy.store, copy.copy);
				copies.add(copy);
			}
		}
		finally {
			nodes.forEach(NatsServer::resume);
		}
		return copies;
	}

	/**
	 * Put the store back. The node must not run.
	 */
	public void putBack() throws IOException {
		if (this.node.isRunning()) {
			throw new IllegalStateException(this.node + " runs");
		}
		FileSystemUtils.deleteRecursively(this.store);
		Files.move(this.copy, this.store);
	}

	@Override
	public void close() throws IOException {
		FileSystemUtils.deleteRecursively(this.copy);
	}

}

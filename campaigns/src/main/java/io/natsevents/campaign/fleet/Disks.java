package io.natsevents.campaign.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.natsevents.test.NatsClusterBuilder;
import io.natsevents.test.NatsServer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/**
 * The disks of the nodes: one each that can be filled, or, where such ones cannot be
 * made, that of the machine.
 */
public final class Disks implements AutoCloseable {

	/** More than all streams of a node may take together. */
	private static final DataSize SIZE = DataSize.ofGigabytes(8);

	private static final List<String> NODES = List.of("n1", "n2", "n3");

	private final List<SmallDisk> disks = new ArrayList<>();

	private final Thread hook = new Thread(this::unmount, "unmount");

	private final Path parent;

	private final @Nullable String obstacle;

	Disks() {
		try {
			this.parent = Files.createTempDirectory("campaign-disks-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(this.hook);
		this.obstacle = mount();
	}

	private @Nullable String mount() {
		try {
			for (String node : NODES) {
				this.disks.add(SmallDisk.mount(this.parent.resolve(node), SIZE));
			}
			return null;
		}
		catch (IOException ex) {
			unmount();
			return ex.getMessage();
		}
	}

	NatsClusterBuilder configure(NatsClusterBuilder cluster) {
		return cluster.nodes(NODES.size()).storeDirectory(this.parent);
	}

	/**
	 * What keeps disks from being filled.
	 * @return the reason, or {@code null} if nothing does
	 */
	public @Nullable String obstacle() {
		return this.obstacle;
	}

	/**
	 * The disk of a node.
	 * @throws IllegalStateException if there is an {@link #obstacle()}
	 */
	public SmallDisk of(NatsServer node) {
		return this.disks.stream()
			.filter((disk) -> disk.holds(node.storeDirectory()))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("%s has no disk of its own: %s".formatted(node, obstacle())));
	}

	/**
	 * Give back what faults have filled.
	 */
	void free() {
		this.disks.forEach(SmallDisk::free);
	}

	private void unmount() {
		this.disks.forEach(SmallDisk::close);
		this.disks.clear();
	}

	@Override
	public void close() {
		Runtime.getRuntime().removeShutdownHook(this.hook);
		unmount();
		try {
			FileSystemUtils.deleteRecursively(this.parent);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

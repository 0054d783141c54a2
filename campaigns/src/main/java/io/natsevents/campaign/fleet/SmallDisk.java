package io.natsevents.campaign.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.springframework.util.unit.DataSize;

/**
 * A file system in a file, which can be filled to its last byte without harm to any
 * other. Only root may make one.
 */
public final class SmallDisk implements AutoCloseable {

	private static final int BLOCK = 4096;

	/** So much a server may write while most of the space is taken at once. */
	private static final DataSize WRITTEN_MEANWHILE = DataSize.ofMegabytes(8);

	/** What a server frees at this moment. */
	private static final DataSize HARDLY_ANY = DataSize.ofKilobytes(64);

	private final Path image;

	private final Path directory;

	private SmallDisk(Path image, Path directory) {
		this.image = image;
		this.directory = directory;
	}

	/**
	 * Make one. It takes as much of the disk it lies on as is written to it.
	 * @param directory where it is mounted; must not be there
	 * @param size how large it is
	 * @throws IOException if that is not possible here
	 */
	static SmallDisk mount(Path directory, DataSize size) throws IOException {
		Path image = directory.resolveSibling(directory.getFileName() + ".image");
		SmallDisk disk = new SmallDisk(image, directory);
		try {
			Files.createDirectories(directory);
			run("truncate", "-s", "" + size.toBytes(), image.toString());
			run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
			run("mount", "-o", "loop", image.toString(), directory.toString());
			return disk;
		}
		catch (IOException ex) {
			Files.deleteIfExists(image);
			Files.deleteIfExists(directory);
			throw ex;
		}
	}

	/**
	 * Whether a path is on this disk.
	 */
	public boolean holds(Path path) {
		return path.startsWith(this.directory);
	}

	/**
	 * Leave no space.
	 * @throws IOException if there is some left
	 */
	public void fill() throws IOException {
		long free = Files.getFileStore(this.directory).getUsableSpace();
		run("fallocate", "-l", "" + Math.max(BLOCK, free - WRITTEN_MEANWHILE.toBytes()), ballast().toString());
		byte[] block = new byte[BLOCK];
		try (OutputStream rest = Files.newOutputStream(rest())) {
			while (true) {
				rest.write(block);
			}
		}
		catch (IOException ex) {
			long left = Files.getFileStore(this.directory).getUsableSpace();
			if (left > HARDLY_ANY.toBytes()) {
				throw new IOException("%s still has %d bytes".formatted(this.directory, left), ex);
			}
		}
	}

	/**
	 * Give back the space that {@link #fill()} took.
	 */
	public void free() {
		try {
			Files.deleteIfExists(ballast());
			Files.deleteIfExists(rest());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path rest() {
		return this.directory.resolve("rest");
	}

	private Path ballast() {
		return this.directory.resolve("ballast");
	}

	@Override
	public void close() {
		try {
			// At once, also when somebody still holds a file: it goes when they have gone
			run("umount", "--lazy", this.directory.toString());
			Files.deleteIfExists(this.image);
			Files.deleteIfExists(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void run(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			if (process.waitFor() != 0) {
				throw new IOException("%s: %s".formatted(List.of(command), output.strip()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted in " + List.of(command), ex);
		}
	}

}

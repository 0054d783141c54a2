package io.natsevents.campaign.fleet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.natsevents.campaign.process.Status;
import io.natsevents.support.ChildJvm;
import io.natsevents.support.Link;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * One process of the campaign, which has a new life each time it is started.
 */
public final class Member implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final JsonMapper mapper = new JsonMapper();

	private final String name;

	private final Class<?> program;

	private final Path directory;

	private final Link link;

	private final String argument;

	private int lives;

	private long doneBefore;

	private @Nullable ChildJvm process;

	/**
	 * Describe a process.
	 * @param name its name
	 * @param program its main class
	 * @param directory directory of the campaign
	 * @param link its way to the servers
	 * @param argument its last argument
	 */
	public Member(String name, Class<?> program, Path directory, Link link, String argument) {
		this.name = name;
		this.program = program;
		this.directory = directory;
		this.link = link;
		this.argument = argument;
	}

	public String name() {
		return this.name;
	}

	/**
	 * Its way to the servers, which no other process takes.
	 */
	public Link link() {
		return this.link;
	}

	/**
	 * Name of its life of now, which its journals have.
	 */
	public String life() {
		return this.name + "-" + this.lives;
	}

	/**
	 * Begin a life. Returns before it is at work.
	 */
	public void start() {
		start(Surroundings.USUAL);
	}

	/**
	 * Begin a life in other surroundings. Returns before it is at work.
	 */
	public void start(Surroundings surroundings) {
		this.doneBefore = done();
		this.lives++;
		List<String> arguments = new ArrayList<>(
				List.of(this.link.url(), this.directory.toString(), life(), this.argument));
		List<String> options = new ArrayList<>(List.of("-Xmx192m"));
		options.addAll(surroundings.options());
		this.process = ChildJvm.start(this.program, this.directory.resolve(this.name + ".log"), options, arguments,
				surroundings.environment());
	}

	/**
	 * Wait until it is at work.
	 */
	public void awaitWork() {
		await(life()).atMost(LIMIT).until(() -> status().isPresent() || !process().isAlive());
		requireAlive();
	}

	/**
	 * What it told last in this life.
	 */
	public Optional<Status> status() {
		return LastLine.of(this.directory.resolve(life() + ".status"))
			.map((line) -> mapper.readValue(line, Status.class));
	}

	/**
	 * How many events it has published or handled in all its lives, as far as it told.
	 */
	public long done() {
		return this.doneBefore + status().map(Status::done).orElse(0L);
	}

	public void tell(String command) {
		process().tell(command);
	}

	public boolean isAlive() {
		return process().isAlive();
	}

	/**
	 * Fail when it has ended although nobody ended it.
	 */
	public void requireAlive() {
		if (!isAlive()) {
			throw new IllegalStateException(
					life() + " has ended by itself; see " + this.directory.resolve(this.name + ".log"));
		}
	}

	/**
	 * Kill it as {@code kill -9} does.
	 */
	public void kill() {
		process().kill();
	}

	/**
	 * Its life of now, which can still be ended when the next one has begun.
	 */
	public Life current() {
		return new Life(life(), process());
	}

	public void pause() {
		process().pause();
	}

	public void resume() {
		process().resume();
	}

	@Override
	public void close() {
		if (this.process != null) {
			this.process.close();
		}
		this.link.close();
	}

	private ChildJvm process() {
		ChildJvm current = this.process;
		if (current == null) {
			throw new IllegalStateException(this.name + " was not started");
		}
		return current;
	}

}

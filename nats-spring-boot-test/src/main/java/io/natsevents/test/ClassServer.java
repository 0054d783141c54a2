package io.natsevents.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;

/**
 * The server or the cluster of one test class with the Spring contexts that use it.
 */
final class ClassServer implements AutoCloseable {

	private static final Duration GRACE = Duration.ofSeconds(5);

	private static final Map<Class<?>, ClassServer> OPEN = new ConcurrentHashMap<>();

	private final Class<?> owner;

	private final ErrorRecording errors = ErrorRecording.begin();

	private final OwnThreads threadsBefore = OwnThreads.now();

	private final Set<TestContext> contexts = new CopyOnWriteArraySet<>();

	private final TestServers servers;

	private ClassServer(Class<?> owner, NatsServerTest annotation) {
		this.owner = owner;
		try {
			this.servers = TestServers.start(annotation);
		}
		catch (RuntimeException ex) {
			this.errors.close();
			throw ex;
		}
	}

	/**
	 * Finds the class that a test class shares its server with: itself, or the enclosing
	 * class that is annotated.
	 * @param testClass the test class
	 * @return the class, or {@code null} if none is annotated
	 */
	static @Nullable Class<?> ownerOf(Class<?> testClass) {
		Class<?> candidate = testClass;
		while (candidate != null && !AnnotatedElementUtils.hasAnnotation(candidate, NatsServerTest.class)) {
			candidate = candidate.getEnclosingClass();
		}
		return candidate;
	}

	/**
	 * Returns the server of a class and starts it when nobody has asked before.
	 * @param owner an annotated class
	 * @return the server, open until {@link #close()}
	 * @throws IllegalStateException if it does not start
	 */
	static ClassServer of(Class<?> owner) {
		return OPEN.computeIfAbsent(owner, (key) -> {
			NatsServerTest annotation = AnnotatedElementUtils.findMergedAnnotation(key, NatsServerTest.class);
			if (annotation == null) {
				throw new IllegalStateException("%s is not annotated with @NatsServerTest".formatted(key.getName()));
			}
			return new ClassServer(key, annotation);
		});
	}

	static long leftoversDeadline() {
		return System.nanoTime() + GRACE.toNanos();
	}

	TestServers servers() {
		return this.servers;
	}

	ErrorRecording errors() {
		return this.errors;
	}

	void usedBy(TestContext context) {
		this.contexts.add(context);
	}

	boolean isUsedBySpring() {
		return !this.contexts.isEmpty();
	}

	/**
	 * Closes the Spring contexts, then the server.
	 * @throws AssertionError if threads of ours outlived them or errors were logged
	 */
	@Override
	public void close() {
		OPEN.remove(this.owner);
		List<String> leftovers = new ArrayList<>();
		try (ErrorRecording recording = this.errors; TestServers closing = this.servers) {
			this.contexts.forEach((context) -> context.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE));
			if (isUsedBySpring()) {
				leftovers.addAll(this.threadsBefore.startedSince(leftoversDeadline()));
			}
			closing.stop();
			recording.drain().forEach((line) -> leftovers.add("errors: " + line));
		}
		LeftoversFoundError.throwIfAny("%s, after its last test,".formatted(this.owner.getName()), leftovers);
	}

}

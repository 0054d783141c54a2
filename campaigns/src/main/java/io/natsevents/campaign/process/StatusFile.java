package io.natsevents.campaign.process;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import com.sun.management.UnixOperatingSystemMXBean;
import io.natsevents.support.BusApplication;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file in which a process tells of itself.
 */
final class StatusFile {

	private static final long INTERVAL_MILLIS = 250;

	/** These are made as needed, and end when they are not. */
	private static final Pattern POOLED = Pattern.compile("jetstream-(handler|start|publish|redrive)-\\d+");

	private final JsonMapper mapper = new JsonMapper();

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread created = new Thread(task, "status");
		created.setDaemon(true);
		return created;
	});

	private final Lines lines;

	private final BusApplication application;

	private final IntSupplier round;

	private final LongSupplier done;

	private final LongSupplier open;

	private final IntSupplier slow;

	StatusFile(Path campaign, String instance, BusApplication application, IntSupplier round, LongSupplier done,
			LongSupplier open, IntSupplier slow) {
		this.lines = new Lines(campaign.resolve(instance + ".status"));
		this.application = application;
		this.round = round;
		this.done = done;
		this.open = open;
		this.slow = slow;
	}

	void start() {
		this.thread.scheduleWithFixedDelay(() -> this.lines.add(this.mapper.writeValueAsString(now())), 0,
				INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
	}

	private Status now() {
		Map<String, String> health = new TreeMap<>();
		for (String part : new String[] { "connection", "streams", "listeners", "deadLetters" }) {
			health.put(part, this.application.health(part).toString());
		}
		// Read in this order: whoever sees no round and nothing open has all that is done
		int current = this.round.getAsInt();
		long unknown = this.open.getAsLong();
		return new Status(System.nanoTime(), System.currentTimeMillis(), current, this.done.getAsLong(), unknown,
				this.slow.getAsInt(), heap(), ManagementFactory.getThreadMXBean().getThreadCount(), jetStreamThreads(),
				files(), health);
	}

	private static long heap() {
		long bytes = 0;
		for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
			MemoryUsage collected = pool.getCollectionUsage();
			if (pool.getType() == MemoryType.HEAP && collected != null) {
				bytes += collected.getUsed();
			}
		}
		return bytes;
	}

	private static int jetStreamThreads() {
		return (int) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("jetstream-") && !POOLED.matcher(name).matches())
			.count();
	}

	private static long files() {
		return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
	}

}

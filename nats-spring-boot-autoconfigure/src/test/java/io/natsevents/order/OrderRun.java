package io.natsevents.order;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.natsevents.support.BusApplication;
import io.natsevents.support.ChildJvm;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * One campaign: processes that handle events while some of them, and nodes of the
 * cluster, are killed.
 */
final class OrderRun implements AutoCloseable {

	private static final Duration POLL = Duration.ofMillis(50);

	private final Campaign campaign;

	private final String urls;

	private final @Nullable NatsCluster cluster;

	private final Duration limit;

	private final Path directory;

	private final Random random;

	private final BusApplication application;

	private final JournalTail tail;

	private final ChildJvm[] instances;

	private int started;

	/**
	 * Prepare a run.
	 * @param urls of the servers
	 * @param cluster whose nodes are killed, or {@code null} when none are
	 * @param limit how long it may take
	 */
	OrderRun(Campaign campaign, String urls, @Nullable NatsCluster cluster, Duration limit) throws IOException {
		this.campaign = campaign;
		this.urls = urls;
		this.cluster = cluster;
		this.limit = limit;
		this.random = new Random(campaign.seed());
		this.directory = Path.of("target", "order", campaign.toString().replace(',', '-')).toAbsolutePath();
		FileSystemUtils.deleteRecursively(this.directory);
		Files.createDirectories(this.directory);
		Files.writeString(this.directory.resolve(Evidence.CAMPAIGN), campaign.toString());
		this.tail = new JournalTail(this.directory);
		this.instances = new ChildJvm[campaign.instances()];
		this.application = OrderInstance.application(urls, campaign).start();
	}

	/**
	 * Let it run until all events are handled or parked.
	 * @return what is known then
	 */
	Evidence run() throws Exception {
		this.application.removeEvents();
		List<String> names = new ArrayList<>();
		for (int index = 0; index < this.instances.length; index++) {
			names.add(start(index));
		}
		for (String name : names) {
			await().atMost(this.limit).until(() -> Files.exists(OrderInstance.ready(this.directory, name)));
		}
		Publishing publishing = new Publishing(this.application.publisher(), this.campaign);
		publishing.start();
		try {
			disturb();
			await().atMost(this.limit).pollInterval(POLL).until(publishing::isDone);
			await().atMost(this.limit).pollInterval(POLL).ignoreExceptions().until(this::isSettled);
		}
		finally {
			publishing.stop();
		}
		new StoredEvents(this.application.connection()).write(this.directory);
		return Evidence.read(this.directory);
	}

	/**
	 * Kill at random moments, one after the other: nothing is said about two failures at
	 * once.
	 */
	private void disturb() throws IOException {
		List<Runnable> kills = new ArrayList<>();
		for (int kill = 0; kill < Math.max(this.campaign.instanceKills(), this.campaign.serverKills()); kill++) {
			if (kill < this.campaign.serverKills()) {
				kills.add(this::killServer);
			}
			if (kill < this.campaign.instanceKills()) {
				kills.add(this::killInstance);
			}
		}
		for (int index = 0; index < kills.size(); index++) {
			long moment = (long) (this.campaign.events() * (index + this.random.nextDouble()) / (kills.size() + 0.5));
			await().atMost(this.limit).pollInterval(POLL).until(() -> this.tail.done() >= moment);
			kills.get(index).run();
		}
	}

	private String start(int index) {
		this.started++;
		String name = "instance" + index + "-" + this.started;
		this.instances[index] = OrderInstance.start(this.urls, this.directory, name, this.campaign);
		return name;
	}

	private void killInstance() {
		int index = this.random.nextInt(this.instances.length);
		this.instances[index].kill();
		start(index);
	}

	private void killServer() {
		try {
			NatsCluster nodes = (this.cluster != null) ? this.cluster : missing();
			List<String> consumers = consumers();
			String consumer = consumers.get(this.random.nextInt(consumers.size()));
			NatsServer leader = nodes.consumerLeader(Campaign.STREAM, consumer);
			Files.writeString(this.directory.resolve(Evidence.SERVER_KILLS), System.nanoTime() + "\n",
					StandardOpenOption.CREATE, StandardOpenOption.APPEND);
			leader.kill();
			await().atMost(this.limit).until(() -> nodes.consumerLeader(Campaign.STREAM, consumer) != leader);
			leader.start();
			nodes.awaitReady();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static NatsCluster missing() {
		throw new IllegalStateException("There is no node to kill without a cluster");
	}

	private List<String> consumers() {
		List<String> found = new ArrayList<>();
		await().atMost(this.limit).ignoreExceptions().until(() -> {
			found.clear();
			found.addAll(management().getConsumerNames(Campaign.STREAM));
			return !found.isEmpty();
		});
		return found;
	}

	private boolean isSettled() throws IOException, JetStreamApiException {
		List<ConsumerInfo> consumers = management().getConsumers(Campaign.STREAM);
		return !consumers.isEmpty()
				&& consumers.stream().allMatch((each) -> each.getNumPending() == 0 && each.getNumAckPending() == 0);
	}

	private JetStreamManagement management() throws IOException {
		return this.application.management();
	}

	@Override
	public void close() {
		for (ChildJvm instance : this.instances) {
			if (instance != null) {
				instance.close();
			}
		}
		this.application.close();
	}

}

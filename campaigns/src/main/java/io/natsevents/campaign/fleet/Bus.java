package io.natsevents.campaign.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.natsevents.campaign.load.Workload;
import io.natsevents.campaign.process.BareProcess;
import io.natsevents.campaign.process.CampaignApplication;
import io.natsevents.campaign.process.ListenerProcess;
import io.natsevents.campaign.process.PublisherProcess;
import io.natsevents.campaign.process.RoundDirectory;
import io.natsevents.campaign.process.Status;
import io.natsevents.support.Link;
import io.natsevents.support.Monitoring;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsClusterBuilder;
import io.natsevents.test.NatsServer;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static org.awaitility.Awaitility.await;

/**
 * The servers and processes of a campaign.
 */
public final class Bus implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private static final int FLOW = 50;

	/** What the names of the bare client begin with. */
	private static final String BARE = "bare";

	private final Notes notes = new Notes();

	private final List<Member> publishers = new ArrayList<>();

	private final List<Member> sharing = new ArrayList<>();

	private final Disks disks = new Disks();

	private final NatsCluster cluster;

	private final Path directory;

	private final Member keyed;

	private final Member bare;

	private final Connection connection;

	private final StoredEvents stored;

	private boolean attended = true;

	private int round;

	private List<Integer> rates = List.of();

	/**
	 * Start the servers, which write to their disks as often as is their default.
	 * @param directory directory of the campaign
	 * @param seed of what is random
	 */
	public Bus(Path directory, long seed) throws Exception {
		this(directory, seed, null);
	}

	/**
	 * Start the servers.
	 * @param directory directory of the campaign
	 * @param seed of what is random
	 * @param syncInterval how often a server writes what it was sent to its disk, such as
	 * {@code 10s}, or {@code always} for before it confirms; {@code null} for its default
	 */
	public Bus(Path directory, long seed, @Nullable String syncInterval) throws Exception {
		this.directory = directory;
		NatsClusterBuilder nodes = this.disks.configure(NatsCluster.builder());
		if (syncInterval != null) {
			nodes.jetStreamConfiguration("sync_interval: " + syncInterval);
		}
		this.cluster = nodes.start();
		for (int index = 1; index <= 2; index++) {
			this.publishers.add(member("publisher-" + index, PublisherProcess.class, "" + (seed + index)));
			this.sharing.add(member("sharing-" + index, ListenerProcess.class, Workload.ORDERS + "," + Workload.TASKS));
		}
		this.keyed = member("keyed-1", ListenerProcess.class, Workload.ITEMS.name());
		this.bare = member("bare-1", BareProcess.class, BARE);
		this.connection = Nats.connect(Options.builder()
			.servers(this.cluster.urls().toArray(String[]::new))
			.maxReconnects(-1)
			.reconnectWait(Duration.ofMillis(100))
			.errorListener(new ErrorListener() {
			})
			.build());
		this.stored = new StoredEvents(this.connection);
	}

	private Member member(String name, Class<?> program, String argument) {
		return new Member(name, program, this.directory, Link.to(this.cluster.nodes()), argument);
	}

	/**
	 * Start the processes, and wait until all are at work.
	 */
	public void start() throws IOException, JetStreamApiException {
		members().forEach(Member::start);
		members().forEach(Member::awaitWork);
		this.bare.start();
		requireLinks();
	}

	/**
	 * Fail when a process takes another way to the servers than its link.
	 */
	public void requireLinks() {
		LinkUse use = new LinkUse(this.cluster.nodes());
		members().forEach((member) -> use.await(member, member.life()));
		use.await(this.bare, BARE);
	}

	/**
	 * Have the bare client connected to a node exactly when all those are that it is
	 * compared with: whose node is frozen is silent until unanswered pings tell.
	 */
	public void alignBare(NatsServer node) {
		LinkUse use = new LinkUse(this.cluster.nodes());
		boolean affected = allAt(node, this.publishers) || allAt(node, this.sharing);
		while (LinkUse.leadsTo(node, BARE) != affected) {
			this.bare.link().cut();
			use.await(this.bare, BARE);
		}
	}

	private static boolean allAt(NatsServer node, List<Member> members) {
		return members.stream().allMatch((member) -> LinkUse.leadsTo(node, member.life()));
	}

	public NatsCluster cluster() {
		return this.cluster;
	}

	/**
	 * The disks of the nodes.
	 */
	public Disks disks() {
		return this.disks;
	}

	/**
	 * How often the servers write to their disks what they were sent, as they tell.
	 * @return {@code always} or the interval, such as {@code PT2M}
	 */
	public String syncInterval() {
		JsonNode configuration = Monitoring.of(this.cluster.nodes().get(0)).ask("jsz?config=true").path("config");
		return configuration.path("sync_always").asBoolean() ? "always"
				: Duration.ofNanos(configuration.path("sync_interval").asLong()).toString();
	}

	/**
	 * What a node says is wrong with it.
	 * @return its words, empty if nothing is
	 */
	public String problem(NatsServer node) {
		return Monitoring.of(node).ask("healthz").path("error").asString("");
	}

	/**
	 * Directory of the campaign.
	 */
	public Path directory() {
		return this.directory;
	}

	/**
	 * Directory of the round that was begun last.
	 */
	public Path roundDirectory() {
		return RoundDirectory.of(this.directory, this.round);
	}

	/**
	 * The processes that publish.
	 */
	public List<Member> publishers() {
		return this.publishers;
	}

	/**
	 * The processes that share {@link Workload#ORDERS} and {@link Workload#TASKS}.
	 */
	public List<Member> sharing() {
		return this.sharing;
	}

	/**
	 * The process that handles {@link Workload#ITEMS}.
	 */
	public Member keyed() {
		return this.keyed;
	}

	/**
	 * Note that none of those gets events from now on.
	 */
	public void unattended() {
		this.attended = false;
		this.notes.attended(false);
	}

	/**
	 * Note when the last of those has died, and when there is one at work again.
	 */
	public void noteAttendance() {
		boolean somebody = this.sharing.stream().anyMatch((each) -> each.isAlive() && each.status().isPresent());
		if (somebody != this.attended) {
			this.attended = somebody;
			this.notes.attended(somebody);
		}
	}

	/**
	 * All processes that listen.
	 */
	public List<Member> listeners() {
		List<Member> all = new ArrayList<>(this.sharing);
		all.add(this.keyed);
		return all;
	}

	/**
	 * All processes that use the starter.
	 */
	public List<Member> members() {
		List<Member> all = new ArrayList<>(this.publishers);
		all.addAll(listeners());
		return all;
	}

	/**
	 * What faults note of what they do.
	 */
	public Notes notes() {
		return this.notes;
	}

	/**
	 * The process that uses nothing but the client.
	 */
	public Member bare() {
		return this.bare;
	}

	/**
	 * The driver's own connection, which nothing is done to.
	 */
	public Connection connection() {
		return this.connection;
	}

	/**
	 * What the servers hold of the round.
	 */
	public StoredEvents stored() {
		return this.stored;
	}

	public JetStreamManagement management() throws IOException {
		return this.connection.jetStreamManagement();
	}

	/**
	 * Name of a durable consumer of a workload.
	 */
	public String durable(Workload workload) {
		return (workload == Workload.TASKS) ? durable(0) : CampaignApplication.durable(workload.listener());
	}

	/**
	 * Name of the durable consumer of a partition of {@link Workload#TASKS}.
	 * @param partition its number, from 0
	 */
	public String durable(int partition) {
		return CampaignApplication.durable(Workload.TASKS.listener()) + "-p" + partition;
	}

	/**
	 * Names of all durable consumers of a workload.
	 */
	public List<String> durables(Workload workload) {
		return (workload == Workload.TASKS) ? IntStream.range(0, Workload.PARTITIONS).mapToObj(this::durable).toList()
				: List.of(durable(workload));
	}

	/**
	 * Begin to publish events of a round.
	 * @param round the round, from 1
	 * @param rates events per second of each workload, from all publishers together
	 */
	public void begin(int round, List<Integer> rates) {
		this.round = round;
		this.rates = rates;
		this.publishers.forEach(this::tellRound);
	}

	private void tellRound(Member publisher) {
		StringBuilder command = new StringBuilder("round " + this.round);
		this.rates.forEach((rate) -> command.append(' ').append(rate / this.publishers.size()));
		publisher.tell(command.toString());
	}

	/**
	 * Begin a life of a process in the middle of a round. Returns before it is at work.
	 */
	public void revive(Member member, Surroundings surroundings) {
		member.start(surroundings);
		if (this.publishers.contains(member)) {
			tellRound(member);
		}
	}

	/**
	 * Ask a process to end in an orderly way, and wait until it has. Whatever it handled
	 * is handled once, and what became of all it published is known.
	 */
	public void stop(Life life) {
		this.notes.stopped(life.name());
		int code = life.stop();
		this.notes.ended(life.name(), code);
	}

	/**
	 * Stop a process in an orderly way, and begin its next life.
	 */
	public void replace(Member member, Surroundings surroundings) {
		stop(member.current());
		revive(member, surroundings);
		awaitWork(member);
	}

	/**
	 * Wait until a process whose life has just begun is at work.
	 */
	public void awaitWork(Member member) {
		member.awaitWork();
		if (this.publishers.contains(member)) {
			await(member.life() + " publishes").atMost(LIMIT)
				.until(() -> member.status().map(Status::round).orElse(0) == this.round);
		}
	}

	/**
	 * Publish no more, and wait until all that was published is handled or parked.
	 * @return what was not when the limit was reached
	 */
	public List<Pending> rest() {
		this.publishers.forEach((publisher) -> publisher.tell("rest"));
		Rest rest = new Rest(this);
		try {
			await("nothing pending").atMost(LIMIT).ignoreExceptions().until(() -> rest.pending().isEmpty());
			return List.of();
		}
		catch (ConditionTimeoutException ex) {
			return rest.pendingOrWhyNot();
		}
	}

	/**
	 * Undo whatever a fault has left that failed half way.
	 */
	public void heal() {
		this.disks.free();
		this.cluster.nodes().forEach(NatsServer::start);
		this.cluster.awaitReady();
		this.bare.link().mend();
		for (Member member : members()) {
			member.link().mend();
			if (member.isAlive()) {
				member.resume();
			}
			else {
				member.start();
			}
		}
		members().forEach(Member::awaitWork);
	}

	/**
	 * How many events the processes that share them have handled, as far as they told.
	 */
	public long handled() {
		return this.sharing.stream().mapToLong(Member::done).sum();
	}

	/**
	 * Wait until so many more events were handled.
	 */
	public void awaitHandled(long more) {
		long goal = handled() + more;
		await("%d more events handled".formatted(more)).atMost(LIMIT).until(() -> handled() >= goal);
	}

	/**
	 * Wait until one node leads the cluster, one each stream, and one each consumer.
	 */
	public void awaitLeaders() {
		this.cluster.metaLeader();
		for (Workload workload : Workload.values()) {
			this.cluster.streamLeader(workload.stream());
			durables(workload).forEach((durable) -> this.cluster.consumerLeader(workload.stream(), durable));
		}
	}

	/**
	 * Wait until every process that listens has handled more events.
	 */
	public void awaitFlow() {
		Map<Member, Long> goals = new LinkedHashMap<>();
		listeners().forEach((member) -> goals.put(member, member.done() + FLOW));
		goals.forEach(
				(member, goal) -> await("%d more events handled by %s".formatted(FLOW, member.life())).atMost(LIMIT)
					.until(() -> member.done() >= goal));
	}

	@Override
	public void close() {
		for (Member member : members()) {
			member.close();
		}
		this.bare.close();
		try {
			this.connection.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.cluster.close();
		this.disks.close();
	}

}

package io.natsevents.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.nats.client.Connection;
import io.nats.client.Options;

/**
 * Real nats-server processes that form one JetStream cluster on the loopback interface,
 * each with ports and a store of its own. Every node is a {@link NatsServer}: it can be
 * killed, paused, stopped and started again. May be used by several threads.
 * <p>
 * What waits for an election gives up after a minute with an
 * {@link IllegalStateException} that holds what each node said last.
 */
public final class NatsCluster implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final List<NatsServer> nodes;

	private final ClusterLeaders leaders;

	private final ApiRequests requests;

	private final ClusterReadiness readiness;

	NatsCluster(NatsServerBinary binary, NatsServerSettings settings, int size,
			Consumer<Options.Builder> clientOptions) {
		String systemPassword = UUID.randomUUID().toString();
		List<Integer> ports = ports(size);
		List<NatsServer> built = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			ClusterMembership membership = new ClusterMembership("n" + (i + 1), ports.get(i), ports, systemPassword);
			built.add(new NatsServer(binary, settings.withMembership(membership)));
		}
		this.nodes = List.copyOf(built);
		this.leaders = new ClusterLeaders(this.nodes, LIMIT);
		this.requests = new ApiRequests(clientOptions, systemPassword);
		this.readiness = new ClusterReadiness(this.requests::ask, LIMIT);
	}

	private static List<Integer> ports(int count) {
		FreePorts freePorts = new FreePorts(RandomGenerator.getDefault());
		Set<Integer> ports = new LinkedHashSet<>();
		while (ports.size() < count) {
			ports.add(freePorts.next());
		}
		return List.copyOf(ports);
	}

	/**
	 * Starts to build a cluster.
	 * @return a builder with the defaults
	 */
	public static NatsClusterBuilder builder() {
		return new NatsClusterBuilder();
	}

	/**
	 * Starts every node that is not running, lets those go on that are paused, and waits
	 * until the cluster is ready.
	 * @throws IllegalStateException if a node does not start, or the cluster is not ready
	 * in time
	 * @see #awaitReady()
	 */
	public void start() {
		this.nodes.forEach(NatsServer::start);
		this.readiness.await(this.nodes);
	}

	/**
	 * Stops all nodes in an orderly way.
	 */
	public void stop() {
		this.nodes.forEach(NatsServer::stop);
	}

	/**
	 * Stops all nodes and starts them again with the same ports and stores.
	 * @throws IllegalStateException if a node does not start, or the cluster is not ready
	 * in time
	 */
	public void restart() {
		stop();
		start();
	}

	/**
	 * Waits until the nodes that a test has not taken out make a working cluster: all are
	 * healthy, which needs their replicas to be up to date, one leads, and the JetStream
	 * API answers through each of them.
	 * @throws IllegalStateException if that has not happened within a minute
	 */
	public void awaitReady() {
		this.readiness.await(this.nodes.stream().filter((node) -> node.outage() == null).toList());
	}

	/**
	 * Returns the URLs for clients, also before the first start.
	 * @return one URL for each node
	 */
	public List<String> urls() {
		return this.nodes.stream().map(NatsServer::url).toList();
	}

	/**
	 * Returns the nodes.
	 * @return the nodes, always in the same order
	 */
	public List<NatsServer> nodes() {
		return this.nodes;
	}

	/**
	 * Finds the node that a client is connected to.
	 * @param connection a connection to this cluster
	 * @return the node
	 * @throws IllegalArgumentException if it is not connected to this cluster
	 */
	public NatsServer nodeOf(Connection connection) {
		int port = connection.getServerInfo().getPort();
		return this.nodes.stream()
			.filter((node) -> node.port() == port)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"%s is not connected to any of %s".formatted(connection.getConnectedUrl(), this)));
	}

	/**
	 * Finds the node that leads the cluster itself, waiting for an election if there is
	 * one.
	 * @return the leader
	 */
	public NatsServer metaLeader() {
		return this.leaders.ofMeta();
	}

	/**
	 * Finds the node that leads a stream, waiting for an election if there is one.
	 * @param stream the name of the stream
	 * @return the leader
	 */
	public NatsServer streamLeader(String stream) {
		return this.leaders.ofStream(stream);
	}

	/**
	 * Finds the node that leads a consumer, waiting for an election if there is one.
	 * @param stream the name of the stream
	 * @param consumer the name of the consumer
	 * @return the leader
	 */
	public NatsServer consumerLeader(String stream, String consumer) {
		return this.leaders.ofConsumer(stream, consumer);
	}

	/**
	 * Makes the leader of the cluster itself step down.
	 * @return the new leader
	 */
	public NatsServer stepDownMetaLeader() {
		return new LeaderChange("the cluster", this::metaLeader,
				(node) -> this.requests.askAsSystem(node, "META.LEADER.STEPDOWN"))
			.toAnother();
	}

	/**
	 * Makes the leader of a stream step down.
	 * @param stream the name of the stream
	 * @return the new leader
	 */
	public NatsServer stepDownStreamLeader(String stream) {
		return change(stream).toAnother();
	}

	/**
	 * Makes the leader of a consumer step down.
	 * @param stream the name of the stream
	 * @param consumer the name of the consumer
	 * @return the new leader
	 */
	public NatsServer stepDownConsumerLeader(String stream, String consumer) {
		return change(stream, consumer).toAnother();
	}

	/**
	 * Makes leaders of a stream step down until a certain node leads it.
	 * @param stream the name of the stream
	 * @param node the node, which must have a replica of the stream
	 */
	public void moveStreamLeader(String stream, NatsServer node) {
		change(stream).to(node);
	}

	/**
	 * Makes leaders of a consumer step down until a certain node leads it.
	 * @param stream the name of the stream
	 * @param consumer the name of the consumer
	 * @param node the node, which must have a replica of the consumer
	 */
	public void moveConsumerLeader(String stream, String consumer, NatsServer node) {
		change(stream, consumer).to(node);
	}

	private LeaderChange change(String stream) {
		return new LeaderChange("stream " + stream, () -> streamLeader(stream),
				(node) -> this.requests.ask(node, "STREAM.LEADER.STEPDOWN." + stream));
	}

	private LeaderChange change(String stream, String consumer) {
		return new LeaderChange("consumer %s of stream %s".formatted(consumer, stream),
				() -> consumerLeader(stream, consumer),
				(node) -> this.requests.ask(node, "CONSUMER.LEADER.STEPDOWN.%s.%s".formatted(stream, consumer)));
	}

	/**
	 * Stops all nodes and deletes their stores and logs.
	 */
	@Override
	public void close() {
		this.nodes.forEach(NatsServer::close);
	}

	@Override
	public String toString() {
		return "nats-server cluster at " + String.join(",", urls());
	}

}

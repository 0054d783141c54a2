package io.natsevents.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.natsevents.deadletter.DeadLetterTrials;
import io.natsevents.event.ContentMode;
import io.natsevents.event.SubjectNaming;
import io.natsevents.listen.AckMode;
import io.natsevents.listen.DeliverFrom;
import io.natsevents.listen.MissingStream;
import io.natsevents.listen.Ordering;
import io.natsevents.listen.OutageExceptions;
import io.natsevents.stream.ProvisioningMode;
import io.natsevents.stream.SingleServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the event bus on JetStream.
 */
@ConfigurationProperties("nats.jetstream")
public class JetStreamProperties {

	/**
	 * Services (bounded contexts) this application owns. Each has a stream of its own:
	 * 'ai-agent' owns AI_AGENT_EVENTS with the subjects 'ai-agent.>'.
	 */
	private List<String> services = new ArrayList<>();

	/**
	 * Streams by name: refines the stream of a service, or declares another one when it
	 * has subjects.
	 */
	private final Map<String, DeclaredStream> streams = new LinkedHashMap<>();

	/**
	 * What streams are like that do not say otherwise.
	 */
	private final Stream streamDefaults = new Stream();

	/**
	 * How subjects are made from event types and versions.
	 */
	private SubjectNaming subjectNaming = SubjectNaming.HIERARCHICAL;

	/**
	 * JSON library that writes and reads the data of events, where both are there.
	 */
	private PreferredJsonMapper preferredJsonMapper = PreferredJsonMapper.JACKSON3;

	/**
	 * Putting streams in place.
	 */
	private final Provisioning provisioning = new Provisioning();

	/**
	 * Publishing.
	 */
	private final Publisher publisher = new Publisher();

	/**
	 * What listeners are like that do not say otherwise.
	 */
	private final Listener listener = new Listener();

	/**
	 * Listeners by id.
	 */
	private final Map<String, Listener> listeners = new LinkedHashMap<>();

	/**
	 * Dead letters.
	 */
	private final DeadLetter deadLetter = new DeadLetter();

	private final Replay replay = new Replay();

	public List<String> getServices() {
		return this.services;
	}

	public void setServices(List<String> services) {
		this.services = services;
	}

	public Map<String, DeclaredStream> getStreams() {
		return this.streams;
	}

	public Stream getStreamDefaults() {
		return this.streamDefaults;
	}

	public SubjectNaming getSubjectNaming() {
		return this.subjectNaming;
	}

	public void setSubjectNaming(SubjectNaming subjectNaming) {
		this.subjectNaming = subjectNaming;
	}

	public PreferredJsonMapper getPreferredJsonMapper() {
		return this.preferredJsonMapper;
	}

	public void setPreferredJsonMapper(PreferredJsonMapper preferredJsonMapper) {
		this.preferredJsonMapper = preferredJsonMapper;
	}

	public Provisioning getProvisioning() {
		return this.provisioning;
	}

	public Publisher getPublisher() {
		return this.publisher;
	}

	public Listener getListener() {
		return this.listener;
	}

	public Map<String, Listener> getListeners() {
		return this.listeners;
	}

	public DeadLetter getDeadLetter() {
		return this.deadLetter;
	}

	public Replay getReplay() {
		return this.replay;
	}

	/**
	 * JSON libraries.
	 */
	public enum PreferredJsonMapper {

		/** Jackson 3, as Spring Boot has it. */
		JACKSON3,

		/** Jackson 2, which Spring Boot deprecates. */
		JACKSON2

	}

	/**
	 * Properties of a stream.
	 */
	public static class Stream {

		/**
		 * Free text shown by tools.
		 */
		private @Nullable String description;

		/**
		 * Where events are stored. Cannot be changed later.
		 */
		private @Nullable StorageType storage;

		/**
		 * When an event may go: 'limits' (only at the limits), 'interest' (when every
		 * consumer has it), 'work-queue' (when one has it). 'work-queue' cannot be
		 * changed later.
		 */
		private @Nullable RetentionPolicy retention;

		/**
		 * What a full stream does: 'old' deletes the oldest event, 'new' refuses the new
		 * one.
		 */
		private @Nullable DiscardPolicy discard;

		/**
		 * How long an event is kept; 0 for ever. 7 days by default.
		 */
		private @Nullable Duration maxAge;

		/**
		 * Size of the stream, reserved on every replica. 1GB by default.
		 */
		private @Nullable DataSize maxBytes;

		/**
		 * Number of events in the stream. No limit by default.
		 */
		private @Nullable Long maxMessages;

		/**
		 * Number of events of one subject. No limit by default.
		 */
		private @Nullable Long maxMessagesPerSubject;

		/**
		 * Size of one event. The server's max_payload by default.
		 */
		private @Nullable DataSize maxMessageSize;

		/**
		 * Number of servers that hold the stream. 3 by default.
		 */
		private @Nullable Integer replicas;

		/**
		 * How long the stream recognizes the id of an event it has already stored. 2
		 * minutes by default.
		 */
		private @Nullable Duration duplicateWindow;

		/**
		 * Whether the server compresses what it stores. On by default.
		 */
		private @Nullable Boolean compression;

		/**
		 * Which servers may hold the stream.
		 */
		private final Placement placement = new Placement();

		/**
		 * Whether any replica may answer reads of single events.
		 */
		private @Nullable Boolean allowDirect;

		/**
		 * Metadata to set. What others put there stays.
		 */
		private final Map<String, String> metadata = new LinkedHashMap<>();

		public @Nullable String getDescription() {
			return this.description;
		}

		public void setDescription(@Nullable String description) {
			this.description = description;
		}

		public @Nullable StorageType getStorage() {
			return this.storage;
		}

		public void setStorage(@Nullable StorageType storage) {
			this.storage = storage;
		}

		public @Nullable RetentionPolicy getRetention() {
			return this.retention;
		}

		public void setRetention(@Nullable RetentionPolicy retention) {
			this.retention = retention;
		}

		public @Nullable DiscardPolicy getDiscard() {
			return this.discard;
		}

		public void setDiscard(@Nullable DiscardPolicy discard) {
			this.discard = discard;
		}

		public @Nullable Duration getMaxAge() {
			return this.maxAge;
		}

		public void setMaxAge(@Nullable Duration maxAge) {
			this.maxAge = maxAge;
		}

		public @Nullable DataSize getMaxBytes() {
			return this.maxBytes;
		}

		public void setMaxBytes(@Nullable DataSize maxBytes) {
			this.maxBytes = maxBytes;
		}

		public @Nullable Long getMaxMessages() {
			return this.maxMessages;
		}

		public void setMaxMessages(@Nullable Long maxMessages) {
			this.maxMessages = maxMessages;
		}

		public @Nullable Long getMaxMessagesPerSubject() {
			return this.maxMessagesPerSubject;
		}

		public void setMaxMessagesPerSubject(@Nullable Long maxMessagesPerSubject) {
			this.maxMessagesPerSubject = maxMessagesPerSubject;
		}

		public @Nullable DataSize getMaxMessageSize() {
			return this.maxMessageSize;
		}

		public void setMaxMessageSize(@Nullable DataSize maxMessageSize) {
			this.maxMessageSize = maxMessageSize;
		}

		public @Nullable Integer getReplicas() {
			return this.replicas;
		}

		public void setReplicas(@Nullable Integer replicas) {
			this.replicas = replicas;
		}

		public @Nullable Duration getDuplicateWindow() {
			return this.duplicateWindow;
		}

		public void setDuplicateWindow(@Nullable Duration duplicateWindow) {
			this.duplicateWindow = duplicateWindow;
		}

		public @Nullable Boolean getCompression() {
			return this.compression;
		}

		public void setCompression(@Nullable Boolean compression) {
			this.compression = compression;
		}

		public Placement getPlacement() {
			return this.placement;
		}

		public @Nullable Boolean getAllowDirect() {
			return this.allowDirect;
		}

		public void setAllowDirect(@Nullable Boolean allowDirect) {
			this.allowDirect = allowDirect;
		}

		public Map<String, String> getMetadata() {
			return this.metadata;
		}

	}

	/**
	 * Properties of a stream that is declared by name.
	 */
	public static class DeclaredStream extends Stream {

		/**
		 * Subjects of the stream. With them an entry declares a stream of its own; one
		 * for a stream that exists adds them.
		 */
		private List<String> subjects = new ArrayList<>();

		/**
		 * Number of partitions the stream's events are divided into by their key, 1 to
		 * 512; none unless set. Adds a last token such as p3 to their subjects. Every
		 * publisher into the stream sets the same number, which stays for the life of the
		 * stream.
		 */
		private @Nullable Integer partitions;

		public List<String> getSubjects() {
			return this.subjects;
		}

		public void setSubjects(List<String> subjects) {
			this.subjects = subjects;
		}

		public @Nullable Integer getPartitions() {
			return this.partitions;
		}

		public void setPartitions(@Nullable Integer partitions) {
			this.partitions = partitions;
		}

	}

	/**
	 * Properties of where a stream is placed.
	 */
	public static class Placement {

		/**
		 * Cluster the stream must live in.
		 */
		private @Nullable String cluster;

		/**
		 * Tags a server must have to hold the stream.
		 */
		private @Nullable List<String> tags;

		public @Nullable String getCluster() {
			return this.cluster;
		}

		public void setCluster(@Nullable String cluster) {
			this.cluster = cluster;
		}

		public @Nullable List<String> getTags() {
			return this.tags;
		}

		public void setTags(@Nullable List<String> tags) {
			this.tags = tags;
		}

	}

	/**
	 * Properties of putting streams and consumers in place.
	 */
	public static class Provisioning {

		/**
		 * How far to go in making the server what this application declares: 'none'
		 * touches and asks nothing, 'verify' fails the start on a difference, 'create'
		 * adds what is missing, 'update' also changes what differs.
		 */
		private ProvisioningMode mode = ProvisioningMode.UPDATE;

		/**
		 * How far to go with the durable consumers of listeners. The same as 'mode'
		 * unless set.
		 */
		private @Nullable ProvisioningMode consumerMode;

		/**
		 * How long to keep trying while the server gives no usable answer, for instance
		 * while a cluster elects.
		 */
		private Duration timeout = Duration.ofSeconds(60);

		/**
		 * Whether an update may delete stored events.
		 */
		private boolean allowDataLoss = false;

		/**
		 * What to do where several replicas are wanted and the server is not in a
		 * cluster.
		 */
		private SingleServer singleServer = SingleServer.REDUCE_REPLICAS;

		public ProvisioningMode getMode() {
			return this.mode;
		}

		public void setMode(ProvisioningMode mode) {
			this.mode = mode;
		}

		public @Nullable ProvisioningMode getConsumerMode() {
			return this.consumerMode;
		}

		public void setConsumerMode(@Nullable ProvisioningMode consumerMode) {
			this.consumerMode = consumerMode;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public boolean isAllowDataLoss() {
			return this.allowDataLoss;
		}

		public void setAllowDataLoss(boolean allowDataLoss) {
			this.allowDataLoss = allowDataLoss;
		}

		public SingleServer getSingleServer() {
			return this.singleServer;
		}

		public void setSingleServer(SingleServer singleServer) {
			this.singleServer = singleServer;
		}

	}

	/**
	 * Properties of publishing.
	 */
	public static class Publisher {

		/**
		 * How long one attempt waits for the server's confirmation.
		 */
		private Duration timeout = Duration.ofSeconds(5);

		/**
		 * What happens after an attempt that was not confirmed.
		 */
		private final PublishRetry retry = new PublishRetry();

		/**
		 * How many events sent asynchronously may be unconfirmed at a time.
		 */
		private int maxInFlight = 1000;

		/**
		 * Organization of events that name none.
		 */
		private @Nullable String defaultOrganization;

		/**
		 * How events are laid out in messages: 'structured' (one JSON object) or 'binary'
		 * (attributes in headers, the data as the body). Both are always read.
		 */
		private ContentMode contentMode = ContentMode.STRUCTURED;

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public PublishRetry getRetry() {
			return this.retry;
		}

		public int getMaxInFlight() {
			return this.maxInFlight;
		}

		public void setMaxInFlight(int maxInFlight) {
			this.maxInFlight = maxInFlight;
		}

		public @Nullable String getDefaultOrganization() {
			return this.defaultOrganization;
		}

		public void setDefaultOrganization(@Nullable String defaultOrganization) {
			this.defaultOrganization = defaultOrganization;
		}

		public ContentMode getContentMode() {
			return this.contentMode;
		}

		public void setContentMode(ContentMode contentMode) {
			this.contentMode = contentMode;
		}

	}

	/**
	 * Properties of publishing again.
	 */
	public static class PublishRetry {

		/**
		 * How many attempts follow the first.
		 */
		private int maxRetries = 3;

		/**
		 * Pause before the first retry.
		 */
		private Duration delay = Duration.ofMillis(500);

		/**
		 * By how much each pause is longer than the one before.
		 */
		private double multiplier = 4;

		/**
		 * Longest pause.
		 */
		private Duration maxDelay = Duration.ofSeconds(10);

		/**
		 * By up to how much each pause is longer or shorter, at random.
		 */
		private Duration jitter = Duration.ofMillis(100);

		/**
		 * How long the whole call may last.
		 */
		private Duration maxDuration = Duration.ofSeconds(30);

		public int getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(int maxRetries) {
			this.maxRetries = maxRetries;
		}

		public Duration getDelay() {
			return this.delay;
		}

		public void setDelay(Duration delay) {
			this.delay = delay;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		public Duration getJitter() {
			return this.jitter;
		}

		public void setJitter(Duration jitter) {
			this.jitter = jitter;
		}

		public Duration getMaxDuration() {
			return this.maxDuration;
		}

		public void setMaxDuration(Duration maxDuration) {
			this.maxDuration = maxDuration;
		}

	}

	/**
	 * Properties of listeners.
	 */
	public static class Listener {

		/**
		 * After how long without an answer the server delivers an event again.
		 */
		private Duration ackWait = Duration.ofSeconds(30);

		/**
		 * What happens to an event whose handler failed.
		 */
		private final ListenerRetry retry = new ListenerRetry();

		/**
		 * How many events, or batches, an instance handles at a time.
		 */
		private int concurrency = 1;

		/**
		 * In which order events are handled: 'none', in any; 'key', those of one
		 * partition key one after the other in each instance; 'cluster', those of one
		 * partition key one after the other in all instances together, from a stream with
		 * 'partitions'.
		 */
		private Ordering ordering = Ordering.NONE;

		/**
		 * Who settles an event: 'auto', the container; 'manual', the handler.
		 */
		private AckMode ackMode = AckMode.AUTO;

		/**
		 * How long a handler that settles by hand may take before its event is delivered
		 * again.
		 */
		private Duration ackTimeout = Duration.ofMinutes(5);

		/**
		 * Whether to wait for the server's confirmation of every acknowledgement. Always
		 * so with ordering 'key'.
		 */
		private boolean confirmAcks = false;

		/**
		 * How many unsettled events an instance holds at most. Fewer are held when they
		 * could not be handled within ack-wait at the speed seen.
		 */
		private int maxInFlight = 500;

		/**
		 * How many unsettled events all instances hold at most, those waiting for a retry
		 * included.
		 */
		private int maxAckPending = 10000;

		/**
		 * Whether a running handler keeps its event however long it takes.
		 */
		private boolean extendAckWait = false;

		/**
		 * With which event a listener begins whose durable consumer is created for the
		 * first time: 'all', the oldest of the stream; 'new', the first that comes after;
		 * 'last', the newest there is; or the first stored at or after an instant such as
		 * '2026-03-01T00:00:00Z'.
		 */
		private DeliverFrom deliverPolicy = DeliverFrom.ALL;

		/**
		 * What to do when the stream is not there: 'wait' for it, or 'fail' to start.
		 */
		private MissingStream missingStream = MissingStream.WAIT;

		/**
		 * Whether listeners start with the application.
		 */
		private boolean autoStartup = true;

		/**
		 * How long running handlers may take when the application stops.
		 */
		private Duration shutdownTimeout = Duration.ofSeconds(20);

		public Duration getAckWait() {
			return this.ackWait;
		}

		public void setAckWait(Duration ackWait) {
			this.ackWait = ackWait;
		}

		public ListenerRetry getRetry() {
			return this.retry;
		}

		public int getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(int concurrency) {
			this.concurrency = concurrency;
		}

		public Ordering getOrdering() {
			return this.ordering;
		}

		public void setOrdering(Ordering ordering) {
			this.ordering = ordering;
		}

		public AckMode getAckMode() {
			return this.ackMode;
		}

		public void setAckMode(AckMode ackMode) {
			this.ackMode = ackMode;
		}

		public Duration getAckTimeout() {
			return this.ackTimeout;
		}

		public void setAckTimeout(Duration ackTimeout) {
			this.ackTimeout = ackTimeout;
		}

		public boolean isConfirmAcks() {
			return this.confirmAcks;
		}

		public void setConfirmAcks(boolean confirmAcks) {
			this.confirmAcks = confirmAcks;
		}

		public int getMaxInFlight() {
			return this.maxInFlight;
		}

		public void setMaxInFlight(int maxInFlight) {
			this.maxInFlight = maxInFlight;
		}

		public int getMaxAckPending() {
			return this.maxAckPending;
		}

		public void setMaxAckPending(int maxAckPending) {
			this.maxAckPending = maxAckPending;
		}

		public boolean isExtendAckWait() {
			return this.extendAckWait;
		}

		public void setExtendAckWait(boolean extendAckWait) {
			this.extendAckWait = extendAckWait;
		}

		public DeliverFrom getDeliverPolicy() {
			return this.deliverPolicy;
		}

		public void setDeliverPolicy(DeliverFrom deliverPolicy) {
			this.deliverPolicy = deliverPolicy;
		}

		public MissingStream getMissingStream() {
			return this.missingStream;
		}

		public void setMissingStream(MissingStream missingStream) {
			this.missingStream = missingStream;
		}

		public boolean isAutoStartup() {
			return this.autoStartup;
		}

		public void setAutoStartup(boolean autoStartup) {
			this.autoStartup = autoStartup;
		}

		public Duration getShutdownTimeout() {
			return this.shutdownTimeout;
		}

		public void setShutdownTimeout(Duration shutdownTimeout) {
			this.shutdownTimeout = shutdownTimeout;
		}

	}

	/**
	 * Properties of handling again.
	 */
	public static class ListenerRetry {

		/**
		 * How often an event is delivered again before it is parked as a dead letter.
		 */
		private int maxRetries = 5;

		/**
		 * Delay before the first retry.
		 */
		private Duration delay = Duration.ofSeconds(1);

		/**
		 * By how much each delay is longer than the one before.
		 */
		private double multiplier = 2;

		/**
		 * Longest delay.
		 */
		private Duration maxDelay = Duration.ofSeconds(60);

		/**
		 * By up to which fraction each delay is longer or shorter, at random.
		 */
		private double jitter = 0.1;

		/**
		 * Exceptions that say nothing about the event: it is tried again for as long as
		 * they last. Spring's TransientDataAccessException,
		 * DataAccessResourceFailureException and CannotCreateTransactionException, and
		 * NATS being unavailable, by default.
		 */
		private List<Class<? extends Throwable>> unlimitedFor = new ArrayList<>(OutageExceptions.present());

		/**
		 * Exceptions that trying again cannot help: the event is parked at once.
		 */
		private List<Class<? extends Throwable>> neverFor = new ArrayList<>();

		public int getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(int maxRetries) {
			this.maxRetries = maxRetries;
		}

		public Duration getDelay() {
			return this.delay;
		}

		public void setDelay(Duration delay) {
			this.delay = delay;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		public double getJitter() {
			return this.jitter;
		}

		public void setJitter(double jitter) {
			this.jitter = jitter;
		}

		public List<Class<? extends Throwable>> getUnlimitedFor() {
			return this.unlimitedFor;
		}

		public void setUnlimitedFor(List<Class<? extends Throwable>> unlimitedFor) {
			this.unlimitedFor = unlimitedFor;
		}

		public List<Class<? extends Throwable>> getNeverFor() {
			return this.neverFor;
		}

		public void setNeverFor(List<Class<? extends Throwable>> neverFor) {
			this.neverFor = neverFor;
		}

	}

	/**
	 * Giving listeners a part of their stream once more.
	 */
	public static class Replay {

		/**
		 * After how long without a sign of life of the instance that runs a replay
		 * another instance goes on with it. At least 1s.
		 */
		private Duration takeOverAfter = Duration.ofSeconds(30);

		public Duration getTakeOverAfter() {
			return this.takeOverAfter;
		}

		public void setTakeOverAfter(Duration takeOverAfter) {
			this.takeOverAfter = takeOverAfter;
		}

	}

	/**
	 * Properties of dead letters.
	 */
	public static class DeadLetter {

		/**
		 * The stream of dead letters. Stream defaults do not apply to it, but for the
		 * number of replicas.
		 */
		private final Stream stream = new Stream();

		/**
		 * Whether a dead letter has the stack trace of its last exception, of 8 KB at
		 * most. Messages of exceptions may quote data of the event.
		 */
		private boolean stackTrace;

		/**
		 * For how long a dead letter belongs to the instance that redrives it, at least
		 * 1s. Should be longer than any handler takes: a redrive that has not ended by
		 * then can be begun once more.
		 */
		private Duration claimTimeout = Duration.ofMinutes(5);

		/**
		 * How often an event that was delivered more than max-retries + 1 times runs
		 * alone in its JVM before it is parked: 1 or more. Only runs that never end
		 * count.
		 */
		private int loneRuns = DeadLetterTrials.DEFAULT_LONE_RUNS;

		/**
		 * Waking somebody when there are too many dead letters or too old ones.
		 */
		private final Alert alert = new Alert();

		public Stream getStream() {
			return this.stream;
		}

		public Alert getAlert() {
			return this.alert;
		}

		public Duration getClaimTimeout() {
			return this.claimTimeout;
		}

		public void setClaimTimeout(Duration claimTimeout) {
			this.claimTimeout = claimTimeout;
		}

		public boolean isStackTrace() {
			return this.stackTrace;
		}

		public void setStackTrace(boolean stackTrace) {
			this.stackTrace = stackTrace;
		}

		public int getLoneRuns() {
			return this.loneRuns;
		}

		public void setLoneRuns(int loneRuns) {
			this.loneRuns = loneRuns;
		}

	}

	/**
	 * Properties of alerts about dead letters.
	 */
	public static class Alert {

		/**
		 * Number of dead letters at which an alert is raised; 0 for any number. It ends
		 * below half of it.
		 */
		private long messages = 100;

		/**
		 * Age of the oldest dead letter at which an alert is raised; 0 for any age. It
		 * ends below half of it.
		 */
		private Duration age = Duration.ofHours(1);

		/**
		 * Address of http or https that is told, by a POST, when an alert is raised and
		 * when it ends.
		 */
		private @Nullable URI webhook;

		/**
		 * How often each instance looks at the dead letters.
		 */
		private Duration interval = Duration.ofSeconds(30);

		/**
		 * Whether health is out of service while an alert is raised.
		 */
		private boolean outOfService = false;

		public long getMessages() {
			return this.messages;
		}

		public void setMessages(long messages) {
			this.messages = messages;
		}

		public Duration getAge() {
			return this.age;
		}

		public void setAge(Duration age) {
			this.age = age;
		}

		public @Nullable URI getWebhook() {
			return this.webhook;
		}

		public void setWebhook(@Nullable URI webhook) {
			this.webhook = webhook;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

		public boolean isOutOfService() {
			return this.outOfService;
		}

		public void setOutOfService(boolean outOfService) {
			this.outOfService = outOfService;
		}

	}

}

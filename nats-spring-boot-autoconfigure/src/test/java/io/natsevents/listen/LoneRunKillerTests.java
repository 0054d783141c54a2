package io.natsevents.listen;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that of events among which are some that end the process exactly those are
 * parked.
 */
@NatsServerTest
@Tag("compat")
@Timeout(60)
class LoneRunKillerTests {

	private static final String STREAM = "AUTH_EVENTS";

	private static final int EVENTS = 60;

	private static final int KILLERS = 15;

	private static final Duration LIMIT = Duration.ofSeconds(50);

	private final Set<Integer> handled = ConcurrentHashMap.newKeySet();

	private final Set<Integer> handledBeside = ConcurrentHashMap.newKeySet();

	private final ExecutorService undertaker = Executors.newCachedThreadPool();

	private static BusApplication application;

	@BeforeAll
	static void start(NatsServer server) {
		application = BusApplication.on(server).start();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void removeEvents() throws Exception {
		application.removeEvents();
	}

	@AfterEach
	void buryInstances() throws Exception {
		this.undertaker.shutdown();
		assertThat(this.undertaker.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "false, 1, false", "false, 4, true", "true, 1, false", "true, 3, true" })
	void exactlyTheKillersAreParked(boolean batch, int concurrency, boolean secondListener, NatsServer server,
			Leftovers leftovers) throws Exception {
		leftovers.allowErrors("DeathError");
		Set<Integer> killers = IntStream.range(0, KILLERS).map((i) -> i * 4 + 1).boxed().collect(Collectors.toSet());
		Set<Integer> healthy = IntStream.range(0, EVENTS)
			.boxed()
			.filter((number) -> !killers.contains(number))
			.collect(Collectors.toSet());
		publish("auth.lone.sent", IntStream.range(0, EVENTS).boxed().toList());
		Set<Integer> beside = new TreeSet<>();
		long deadline = System.nanoTime() + LIMIT.toNanos();
		int deaths = 0;
		while (true) {
			MortalInstance instance = new MortalInstance(application, server.url(),
					Map.of("concurrency", Integer.toString(concurrency)));
			instance.listen("lone", "auth.lone.sent", batch, (event, context, acknowledgement) -> {
				if (killers.contains(event.data())) {
					instance.die();
				}
				this.handled.add(event.data());
			});
			if (secondListener) {
				instance.listen("beside", "auth.beside.sent", !batch,
						(event, context, acknowledgement) -> this.handledBeside.add(event.data()));
				publish("auth.beside.sent", List.of(deaths, EVENTS + deaths));
				beside.addAll(List.of(deaths, EVENTS + deaths));
			}
			boolean done = false;
			while (!instance.awaitDeath(Duration.ofMillis(20)) && !done) {
				done = isDone("lone") && (!secondListener || isDone("beside"));
				assertThat(System.nanoTime()).as("ends after %d deaths", deaths).isLessThan(deadline);
			}
			this.undertaker.execute(instance::close);
			if (done) {
				break;
			}
			deaths++;
		}
		assertThat(this.handled).isEqualTo(healthy);
		assertThat(this.handledBeside).isEqualTo(beside);
		List<MessageInfo> parked = deadLetters();
		assertThat(parked).hasSize(KILLERS)
			.allSatisfy((letter) -> assertThat(letter.getHeaders().getFirst("Dlq-Reason")).isEqualTo("PROCESS_DIED"))
			.allSatisfy(
					(letter) -> assertThat(letter.getHeaders().getFirst("Dlq-Consumer")).isEqualTo("analytics-lone"))
			.extracting((letter) -> number(letter))
			.containsExactlyInAnyOrderElementsOf(killers);
		assertThat(deaths).isLessThanOrEqualTo(KILLERS * 3);
		// A death may come between the end of one that is parked and that of its records
		assertThat(subjects("DLQ_TRIALS", "trial.AUTH_EVENTS.>"))
			.allSatisfy((record) -> assertThat(parked).anySatisfy((letter) -> assertThat(record)
				.startsWith("trial." + letter.getSubject().substring("dlq.".length()) + ".")));
	}

	private void publish(String type, List<Integer> numbers) {
		List<Event<Integer>> events = numbers.stream().map((number) -> Event.of(type, number)).toList();
		assertThat(application.publisher().publishAll(events).failures()).isEmpty();
	}

	private boolean isDone(String id) throws Exception {
		ConsumerInfo info = management().getConsumerInfo(STREAM, "analytics-" + id);
		return info.getNumPending() == 0 && info.getNumAckPending() == 0;
	}

	private static int number(MessageInfo letter) {
		String body = new String(letter.getData(), StandardCharsets.UTF_8);
		return Integer.parseInt(body.replaceAll(".*\"data\":(\\d+).*", "$1"));
	}

	private List<MessageInfo> deadLetters() throws Exception {
		List<MessageInfo> letters = new ArrayList<>();
		for (String subject : subjects("DLQ_EVENTS", "dlq.>")) {
			letters.add(management().getLastMessage("DLQ_EVENTS", subject));
		}
		return letters;
	}

	private Set<String> subjects(String stream, String filter) throws Exception {
		return management().getStreamInfo(stream, StreamInfoOptions.filterSubjects(filter))
			.getStreamState()
			.getSubjectMap()
			.keySet();
	}

	private JetStreamManagement management() throws Exception {
		return application.management();
	}

}

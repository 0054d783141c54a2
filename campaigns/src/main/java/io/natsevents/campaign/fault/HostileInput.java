package io.natsevents.campaign.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.HostileEvents;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.hostile.HostileRound;
import io.natsevents.campaign.hostile.HostileSent;
import io.natsevents.campaign.process.CampaignApplication;
import io.natsevents.support.OutsideClient;
import io.natsevents.support.hostile.HostileMessage;
import io.natsevents.support.hostile.HostileTarget;
import io.natsevents.test.NatsServer;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * An outsider publishes messages that were made to break whoever reads them, and events
 * between them.
 */
final class HostileInput implements Fault {

	private static final int OUTSIDERS = 8;

	private static final Object REPLIES = new Object();

	private static final Duration LIMIT = Duration.ofSeconds(30);

	@Override
	public String name() {
		return "hostile-input";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws Exception {
		String secret = "s3cr3t-%016x".formatted(random.nextLong());
		HostileEvents events = new HostileEvents(bus);
		Map<String, Long> logs = logs(bus);
		List<HostileSent> sent = send(bus, new HostileStream(random, secret, (int) bus.connection().getMaxPayload()));
		awaitSettled(bus);
		Map<String, String> health = new TreeMap<>();
		bus.sharing().forEach((member) -> health.put(member.life(), listeners(member)));
		HostileRound round = new HostileRound(secret, CampaignApplication.NAME, events.stored(), sent, events.parked(),
				events.handled(), health, logs);
		new JsonMapper().writeValue(bus.roundDirectory().resolve(HostileRound.FILE).toFile(), round);
	}

	/**
	 * Side by side, since most of the time is spent waiting for answers.
	 */
	private static List<HostileSent> send(Bus bus, HostileStream messages) throws Exception {
		NatsServer server = bus.cluster().streamLeader(HostileTarget.STREAM);
		ExecutorService outsiders = Executors.newFixedThreadPool(OUTSIDERS);
		try {
			Callable<List<HostileSent>> outsider = () -> send(server, messages);
			List<HostileSent> sent = new ArrayList<>();
			for (Future<List<HostileSent>> each : outsiders.invokeAll(Collections.nCopies(OUTSIDERS, outsider))) {
				sent.addAll(each.get());
			}
			sent.sort(Comparator.comparingLong(HostileSent::number));
			return sent;
		}
		finally {
			outsiders.shutdownNow();
		}
	}

	private static List<HostileSent> send(NatsServer server, HostileStream messages) throws IOException {
		List<HostileSent> sent = new ArrayList<>();
		try (OutsideClient outsider = new OutsideClient(server)) {
			HostileStream.Entry entry = messages.next();
			while (entry != null) {
				sent.add(send(outsider, entry));
				entry = messages.next();
			}
		}
		return sent;
	}

	private static HostileSent send(OutsideClient outsider, HostileStream.Entry entry) {
		HostileMessage message = entry.message();
		long now = System.nanoTime();
		OutsideClient.Answer answer;
		// Whoever listens to a reply subject of the message's own hears all answers there
		synchronized ((message.reply() != null) ? REPLIES : outsider) {
			answer = outsider.publish(message.subject(), message.headers(), message.body(), message.reply());
		}
		return new HostileSent(entry.number(), message.target(), entry.good(), message.category(), message.what(),
				message.subject(), message.fates(), answer.sequence(), answer.refused(), answer.reason(), now);
	}

	/**
	 * Whatever is left then is for the judge to find.
	 */
	private static void awaitSettled(Bus bus) {
		try {
			await().atMost(LIMIT).ignoreExceptions().until(() -> isSettled(bus));
		}
		catch (ConditionTimeoutException ex) {
			bus.notes().add("hostile messages are still pending after " + LIMIT.toSeconds() + " s");
		}
	}

	private static boolean isSettled(Bus bus) throws IOException, JetStreamApiException {
		List<ConsumerInfo> consumers = bus.management().getConsumers(HostileTarget.STREAM);
		return consumers.size() == HostileTarget.values().length && consumers.stream()
			.allMatch((consumer) -> consumer.getNumPending() == 0 && consumer.getNumAckPending() == 0);
	}

	private static String listeners(Member member) {
		return member.status().map((status) -> status.health().getOrDefault("listeners", "")).orElse("");
	}

	private static Map<String, Long> logs(Bus bus) throws IOException {
		Map<String, Long> logs = new TreeMap<>();
		for (Member member : bus.members()) {
			Path log = bus.directory().resolve(member.name() + ".log");
			logs.put(log.getFileName().toString(), Files.size(log));
		}
		return logs;
	}

}

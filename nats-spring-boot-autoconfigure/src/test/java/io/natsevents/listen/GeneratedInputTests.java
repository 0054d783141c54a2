package io.natsevents.listen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.impl.Headers;
import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.support.OutsideClient;
import io.natsevents.support.hostile.Adjustment;
import io.natsevents.support.hostile.EventForm;
import io.natsevents.support.hostile.Fate;
import io.natsevents.support.hostile.HostileMessage;
import io.natsevents.support.hostile.HostileMessages;
import io.natsevents.support.hostile.HostileTarget;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import jakarta.validation.Valid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for generated messages of all hostile kinds: each is refused, parked or handled
 * as its kind says, nothing of it is logged, and listeners go on.
 */
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class GeneratedInputTests {

	private static final long SEED = 20261121;

	/** Of each kind some for each listener. */
	private static final int COUNT = 4 * 39;

	private static final String SECRET = "s3cr3t-of-the-outsider";

	private final Set<Long> handled = ConcurrentHashMap.newKeySet();

	private final Listeners listeners = new Listeners();

	@Test
	void eachMessageMeetsItsFateAndNothingOfItIsLogged(NatsServer server, CapturedOutput output) throws Exception {
		Map<Long, HostileMessage> sent = new LinkedHashMap<>();
		List<String> wrong = new ArrayList<>();
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.services", HostileTarget.SERVICE)
			.property("nats.jetstream.listener.ack-wait", "5s")
			.bean(this.listeners)
			.start(); OutsideClient outsider = new OutsideClient(server)) {
			HostileMessages messages = new HostileMessages(new Random(SEED), SECRET,
					(int) application.connection().getMaxPayload());
			for (long number = 0; number < COUNT; number++) {
				HostileMessage message = messages.next(number);
				OutsideClient.Answer answer = publish(outsider, message);
				if (answer.refused()) {
					check(number, message, Fate.REFUSED, answer.reason(), wrong);
				}
				else {
					assertThat(answer.sequence()).as(message.category() + ", " + message.what()).isPositive();
					sent.put(answer.sequence(), message);
				}
			}
			for (HostileTarget target : HostileTarget.values()) {
				publish(outsider, messages.good(COUNT + target.ordinal(), target));
			}
			for (HostileTarget target : HostileTarget.values()) {
				await(target.listener()).atMost(ofSeconds(20))
					.until(() -> application.isDone(target.listener())
							&& this.handled.contains((long) COUNT + target.ordinal()));
			}
			parked(application.connection()).forEach((sequence, letter) -> {
				HostileMessage message = sent.get(sequence);
				Headers headers = letter.getHeaders();
				check(sequence, message, Fate.valueOf(headers.getFirst("Dlq-Reason")), headers.toString(), wrong);
				assertThat(headers.getFirst("Dlq-Subject")).hasSameSizeAs(message.subject());
				assertThat(headers.keySet()).filteredOn((name) -> name.startsWith("Dlq-"))
					.allSatisfy((name) -> assertThat(headers.get(name)).noneMatch((value) -> value.contains("FORGED")));
				sent.remove(sequence);
			});
			// What is not parked was handled: nothing is pending
			sent.forEach((sequence, message) -> check(sequence, message, Fate.HANDLED, "", wrong));
			assertThat(this.handled).hasSizeGreaterThan(sent.size() / 2);
			assertThat(application.health("listeners").getStatus()).isEqualTo(Status.UP);
		}
		assertThat(wrong).isEmpty();
		assertThat(output).doesNotContain(SECRET).doesNotContain(" ERROR ").doesNotContain("StackOverflow");
	}

	private static OutsideClient.Answer publish(OutsideClient outsider, HostileMessage message) {
		return outsider.publish(message.subject(), message.headers(), message.body(), message.reply());
	}

	private static void check(long number, HostileMessage message, Fate fate, String why, List<String> wrong) {
		if (!message.fates().contains(fate)) {
			wrong.add(number + " " + message.category() + ", " + message.what() + ": " + fate + " and not "
					+ message.fates() + ": " + why);
		}
	}

	private static Map<Long, Message> parked(Connection connection) throws Exception {
		Map<Long, Message> letters = new LinkedHashMap<>();
		JetStreamSubscription subscription = connection.jetStream()
			.subscribe("dlq." + HostileTarget.STREAM + ".>",
					PullSubscribeOptions.builder().stream("DLQ_EVENTS").build());
		List<Message> batch = subscription.fetch(COUNT, ofSeconds(2));
		while (!batch.isEmpty()) {
			for (Message message : batch) {
				letters.put(Long.parseLong(message.getHeaders().getFirst("Dlq-Sequence")), message);
				message.ack();
			}
			batch = subscription.fetch(COUNT, ofSeconds(1));
		}
		return letters;
	}

	/** Some have lost their number, and cannot be found again. */
	private void handled(Event<Adjustment> event) {
		String number = event.extension(EventForm.NUMBER);
		if (number != null && number.matches("[0-9]+")) {
			this.handled.add(Long.valueOf(number));
		}
	}

	final class Listeners {

		@JetStreamListener(value = "ddmrp.buffer.*", id = "buffers")
		void on(@Valid Adjustment adjustment, Event<Adjustment> event) {
			handled(event);
		}

		@JetStreamListener(value = "ddmrp.count.taken", id = "counts", concurrency = "2")
		void on(@Valid List<Event<Adjustment>> events) {
			events.forEach(GeneratedInputTests.this::handled);
		}

		@JetStreamListener(value = "ddmrp.item.moved", id = "moves", ordering = "key", concurrency = "2")
		void inOrder(@Valid Event<Adjustment> event) {
			handled(event);
		}

	}

}

package io.natsevents.deadletter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.support.JsonValueUtils;
import io.nats.client.support.NatsJetStreamConstants;
import io.natsevents.connection.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of a stream one after the other, without its leader where that is
 * allowed: in batches since nats-server 2.11, one by one before. For one page and one
 * thread.
 */
final class DirectReading {

	private static final int BATCH = 100;

	/** Beyond it a batch ends early; at least one message comes. */
	private static final long BATCH_BYTES = 4 << 20;

	private static final Duration LOOK_FOR_DENIAL = Duration.ofMillis(50);

	private static final int NO_RESPONDERS = 503;

	private final StreamRequests requests;

	private final String operation;

	private Mode mode = Mode.BATCHES;

	DirectReading(StreamRequests requests, String stream) {
		this.requests = requests;
		this.operation = "DIRECT.GET." + stream;
	}

	/**
	 * Read the next messages.
	 * @param filter which subjects, with wildcards
	 * @param from least sequence
	 * @param most how many at most
	 * @return some of them, in the order of the stream without gaps; none when there are
	 * none, or only the leader can tell
	 */
	List<StoredMessage> next(String filter, long from, int most) {
		return switch (this.mode) {
			case BATCHES -> batch(filter, from, Math.min(most, BATCH));
			case SINGLE -> single(filter, from);
			case NOT_ALLOWED -> List.of();
		};
	}

	private List<StoredMessage> single(String filter, long from) {
		Message answer = this.requests.request(this.operation, request(filter, from));
		StoredMessage message = (answer != null && !answer.isStatusMessage()) ? StoredMessage.ofDirect(answer) : null;
		return (message != null) ? List.of(message) : List.of();
	}

	private List<StoredMessage> batch(String filter, long from, int most) {
		String subject = StreamRequests.subject(this.operation);
		Connection current = this.requests.current();
		Subscription answers = null;
		try (DeniedRequest denied = new DeniedRequest(this.requests.connection(), subject)) {
			String inbox = current.createInbox();
			answers = current.subscribe(inbox);
			current.publish(subject, inbox,
					request(filter, from).put("batch", most).put("max_bytes", BATCH_BYTES).toJsonValue().serialize());
			return collect(answers, denied, most);
		}
		catch (IllegalStateException ex) {
			throw this.requests.unanswered(subject, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.requests.unanswered(subject, ex);
		}
		finally {
			if (answers != null && answers.isActive()) {
				answers.unsubscribe();
			}
		}
	}

	private List<StoredMessage> collect(Subscription answers, DeniedRequest denied, int most)
			throws InterruptedException {
		List<StoredMessage> messages = new ArrayList<>();
		while (messages.size() < most && this.mode == Mode.BATCHES) {
			Message answer = await(answers, denied);
			StoredMessage message = (answer != null) ? read(answer) : null;
			if (message == null) {
				break;
			}
			messages.add(message);
		}
		return messages;
	}

	private @Nullable StoredMessage read(Message answer) {
		if (answer.isStatusMessage()) {
			if (answer.getStatus().getCode() == NO_RESPONDERS) {
				this.mode = Mode.NOT_ALLOWED;
			}
			return null;
		}
		if (answer.getHeaders() != null
				&& answer.getHeaders().getLast(NatsJetStreamConstants.NATS_NUM_PENDING) == null) {
			this.mode = Mode.SINGLE;
		}
		return StoredMessage.ofDirect(answer);
	}

	/**
	 * Wait for the next answer.
	 * @return the answer, or {@code null} when none comes
	 */
	private @Nullable Message await(Subscription answers, DeniedRequest denied) throws InterruptedException {
		long end = System.nanoTime() + this.requests.timeout().toNanos();
		while (System.nanoTime() - end < 0) {
			Message answer = answers.nextMessage(LOOK_FOR_DENIAL);
			if (answer != null) {
				return answer;
			}
			if (denied.errorNow() != null) {
				// The leader may still be asked, perhaps
				this.mode = Mode.NOT_ALLOWED;
				return null;
			}
		}
		return null;
	}

	private static JsonValueUtils.MapBuilder request(String filter, long from) {
		return JsonValueUtils.mapBuilder().put("seq", from).put("next_by_subj", filter);
	}

	private enum Mode {

		BATCHES, SINGLE, NOT_ALLOWED

	}

}

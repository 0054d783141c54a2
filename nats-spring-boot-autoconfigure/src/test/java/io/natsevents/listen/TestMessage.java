package io.natsevents.listen;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.nats.client.impl.NatsMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message as a stream delivers it, that writes down how it is settled.
 */
final class TestMessage extends NatsMessage {

	static final Instant STORED_AT = Instant.parse("2026-01-02T03:04:05.123456789Z");

	final List<String> answers = new CopyOnWriteArrayList<>();

	private boolean connected = true;

	TestMessage(long sequence, long deliveryCount) {
		this("auth.user.created", null, new byte[0], sequence, deliveryCount);
	}

	TestMessage(String subject, @Nullable Headers headers, byte[] body, long sequence, long deliveryCount) {
		super(subject, "$JS.ACK.AUTH_EVENTS.analytics-users-on." + deliveryCount + "." + sequence + ".1."
				+ (STORED_AT.getEpochSecond() * 1_000_000_000L + STORED_AT.getNano()) + ".0", headers, body);
	}

	/**
	 * The connection it came over has been replaced.
	 */
	TestMessage disconnected() {
		this.connected = false;
		return this;
	}

	@Override
	public boolean isJetStream() {
		return true;
	}

	@Override
	public NatsJetStreamMetaData metaData() {
		return new NatsJetStreamMetaData(this);
	}

	@Override
	public void ack() {
		answer("ack");
	}

	@Override
	public void ackSync(Duration timeout) {
		answer("ack confirmed");
	}

	@Override
	public void nak() {
		answer("nak");
	}

	@Override
	public void nakWithDelay(Duration delay) {
		answer("nak " + delay);
	}

	@Override
	public void inProgress() {
		answer("in progress");
	}

	private void answer(String answer) {
		if (!this.connected) {
			throw new IllegalStateException("Connection is Closed");
		}
		this.answers.add(answer);
	}

}

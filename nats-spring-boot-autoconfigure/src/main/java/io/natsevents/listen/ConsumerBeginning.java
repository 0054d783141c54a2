package io.natsevents.listen;

import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Creates a listener's durable consumer for the first time, beginning where the listener
 * had come to before, or else where it asks for, and tells once what becomes of the
 * events that lie in the stream already.
 */
final class ConsumerBeginning {

	private static final Log logger = LogFactory.getLog(DurableConsumer.class);

	private final ListenerEndpoint endpoint;

	private final ConsumerServer server;

	private final ConsumerDeclaration declaration;

	private final UndividedPast past;

	ConsumerBeginning(ListenerEndpoint endpoint, ConsumerServer server, ConsumerDeclaration declaration) {
		this.endpoint = endpoint;
		this.server = server;
		this.declaration = declaration;
		this.past = new UndividedPast(endpoint, server);
	}

	/**
	 * Create the consumer, unless somebody else has in between.
	 * @param stream its stream
	 * @param awaited whether the listener was there before its stream, so that all events
	 * are new to it
	 * @return what the server has now
	 * @throws ListenerConfigurationException when it cannot begin where it is to
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	ConsumerInfo create(StreamInfo stream, boolean awaited) throws IOException, JetStreamApiException {
		ConsumerProgress before = this.past.progress();
		if (before != null) {
			return this.server.create(this.declaration.startingAt(before.ackFloor() + 1));
		}
		DeliverFrom from = from();
		if (from.position() != DeliverFrom.Position.ALL
				&& stream.getConfiguration().getRetentionPolicy() == RetentionPolicy.WorkQueue) {
			throw refusal("cannot be kept on stream " + this.endpoint.stream()
					+ ", a work queue, whose events all have to be handled. Leave it at all");
		}
		return switch (from.position()) {
			case ALL -> createAll();
			case NEW -> awaited ? this.server.create(this.declaration.startingAt(1)) : createNew(stream);
			case LAST -> createLast();
			case INSTANT -> createSince(from.instant(), stream);
		};
	}

	private ConsumerInfo createAll() throws IOException, JetStreamApiException {
		ConsumerInfo info = this.server.create(this.declaration.startingAt(1));
		warnOfDelivered(info.getNumPending(), "new");
		return info;
	}

	/**
	 * By sequence and not by the server's policy: where it began is known for as long as
	 * it is there, so it can be created there again before anything was acknowledged.
	 */
	private ConsumerInfo createNew(StreamInfo stream) throws IOException, JetStreamApiException {
		long stored = this.server.stored(this.endpoint.filterSubjects());
		ConsumerInfo info = this.server
			.create(this.declaration.startingAt(stream.getStreamState().getLastSequence() + 1));
		warnOfPassedOver(stored);
		return info;
	}

	private ConsumerInfo createLast() throws IOException, JetStreamApiException {
		long stored = this.server.stored(this.endpoint.filterSubjects());
		ConsumerInfo info = this.server.create(this.declaration.startingWithLast());
		warnOfPassedOver(stored - 1);
		return info;
	}

	/**
	 * The server takes an instant to come for now, and would deliver what is stored
	 * before it.
	 */
	private ConsumerInfo createSince(@Nullable Instant instant, StreamInfo stream)
			throws IOException, JetStreamApiException {
		ZonedDateTime time = stream.getTimestamp();
		Instant now = (time != null) ? time.toInstant() : null;
		if (instant == null || (now != null && instant.isAfter(now))) {
			throw refusal("lies in the future: the server's clock says " + now
					+ ". Events stored before then would be delivered, too; use new, or an instant that is past");
		}
		ConsumerInfo info = this.server.create(this.declaration.startingAt(instant));
		warnOfDelivered(info.getNumPending(), "new or a later instant");
		return info;
	}

	private void warnOfDelivered(long count, String others) {
		if (count > 0) {
			logger.warn("Consumer " + name() + " of listener " + this.endpoint.id() + " is new, and " + count
					+ " event(s) that are stored already will be delivered to it, because deliver-policy is " + from()
					+ ". " + property() + ", set to " + others + ", passes over them, before the consumer is created");
		}
	}

	private void warnOfPassedOver(long count) {
		if (count > 0) {
			logger.warn("Consumer " + name() + " of listener " + this.endpoint.id() + " is new, and passes over "
					+ count + " event(s) that are stored already, because deliver-policy is " + from() + ". "
					+ property() + ", set to all or an instant, has them delivered, before the consumer is created");
		}
	}

	private ListenerConfigurationException refusal(String problem) {
		return new ListenerConfigurationException(this.endpoint.id(), "deliver-policy " + from() + " " + problem, null);
	}

	private DeliverFrom from() {
		return this.endpoint.settings().deliverFrom();
	}

	private String property() {
		return "nats.jetstream.listeners." + this.endpoint.id() + ".deliver-policy";
	}

	private String name() {
		return this.endpoint.stream() + "/" + this.endpoint.durable();
	}

}

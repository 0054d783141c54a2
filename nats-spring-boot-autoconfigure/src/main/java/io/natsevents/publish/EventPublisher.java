package io.natsevents.publish;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;

import io.natsevents.event.Event;

/**
 * Publishes events and tells whether the server has them.
 * <p>
 * An event is sent with its id as {@code Nats-Msg-Id}: however often it is sent within
 * the stream's duplicate window, by a retry or by publishing the same object again, it is
 * stored once. "Confirmed" means that the stream's leader and a quorum of its replicas
 * have the event; whether it is on disk already is the server's {@code sync_interval}.
 * <p>
 * What is missing is filled in before sending: the source, the organization, and inside a
 * handler the correlation and causation of the event being handled. An event that is not
 * complete even then is refused with an {@link IllegalArgumentException} naming the
 * field, and nothing is sent.
 */
public interface EventPublisher {

	/**
	 * Publish an event and wait until the server has confirmed it.
	 * @param event the event
	 * @return what the server answered
	 * @throws IllegalArgumentException when a required attribute is missing; nothing was
	 * sent
	 * @throws EventPublishException when the event was not confirmed within
	 * {@code publisher.retry.max-duration}; its subclass says whether trying again can
	 * help and whether the event may have been stored
	 */
	PublishReceipt publish(Event<?> event);

	/**
	 * Publish an event without waiting.
	 * <p>
	 * At most {@code publisher.max-in-flight} events are unconfirmed at a time; beyond
	 * that the call waits for a free place, for {@code publisher.timeout} at most. Stages
	 * that depend on the future run on threads of the publisher (or on the one that adds
	 * them, when it is complete by then), never on the client's.
	 * @param event the event
	 * @return completes with what the server answered, or with an
	 * {@link EventPublishException} when the event was not confirmed in time
	 * @throws IllegalArgumentException when a required attribute is missing; nothing was
	 * sent
	 */
	CompletableFuture<PublishReceipt> publishAsync(Event<?> event);

	/**
	 * Publish events one behind the other, without waiting for one to be confirmed before
	 * sending the next, and wait for all.
	 * <p>
	 * They are stored in the order given when none fails. One that is sent again may end
	 * up behind others. Once one was given up because the server could not be reached,
	 * those not begun by then are not sent, so the call ends soon after
	 * {@code publisher.retry.max-duration} without a confirmation.
	 * @param events the events
	 * @return which were confirmed and which failed
	 * @throws IllegalArgumentException when a required attribute of any of them is
	 * missing; nothing was sent
	 */
	PublishResults publishAll(Collection<? extends Event<?>> events);

}

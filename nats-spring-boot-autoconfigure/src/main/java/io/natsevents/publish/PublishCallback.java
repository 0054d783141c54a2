package io.natsevents.publish;

import org.jspecify.annotations.Nullable;

/**
 * Is told what became of an event an interceptor has passed on.
 */
@FunctionalInterface
public interface PublishCallback {

	/**
	 * The event was confirmed, or given up. Called once, before the publisher's caller
	 * gets the result; what it throws is logged and changes nothing.
	 * <p>
	 * Called on a thread of the publisher, or on the caller's when the event was not even
	 * sent. It may block, but the caller waits for it.
	 * @param receipt what the server answered, or {@code null} when it was not confirmed
	 * @param failure why it was not, or {@code null} when it was
	 */
	void done(@Nullable PublishReceipt receipt, @Nullable EventPublishException failure);

}

package io.natsevents.listen;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.natsevents.connection.ExponentialDelays;
import io.natsevents.event.EventTypePattern;
import io.natsevents.event.SubjectNaming;

/**
 * Makes endpoints and settings for tests that need no application.
 */
final class TestEndpoint {

	private TestEndpoint() {
	}

	static ListenerSettings settings() {
		return settings(AckMode.AUTO, Duration.ofSeconds(30), Duration.ofMinutes(5));
	}

	static ListenerSettings settings(DeliverFrom from, Duration ackWait) {
		return settings(AckMode.AUTO, ackWait, Duration.ofMinutes(5), from);
	}

	static ListenerSettings settings(AckMode ackMode, Duration ackWait, Duration ackTimeout) {
		return settings(ackMode, ackWait, ackTimeout, DeliverFrom.ALL);
	}

	private static ListenerSettings settings(AckMode ackMode, Duration ackWait, Duration ackTimeout, DeliverFrom from) {
		ListenerRetry retry = new ListenerRetry(5,
				new ExponentialDelays(Duration.ofSeconds(1), 2, Duration.ofSeconds(60)), 0, List.of(), List.of());
		return new ListenerSettings(ackWait, retry, 1, Ordering.NONE, ackMode, ackTimeout, false, 500, 10_000, false,
				from, MissingStream.WAIT, true, Duration.ofSeconds(20));
	}

	static ListenerEndpoint of(String durable, ListenerSettings settings) {
		return of("AUTH_EVENTS", durable, settings, "auth.user.created");
	}

	static ListenerEndpoint of(String stream, String durable, ListenerSettings settings, String... types) {
		return new ListenerEndpoint("test", stream, durable, Stream.of(types).map(EventTypePattern::parse).toList(), 1,
				SubjectNaming.HIERARCHICAL, settings, new NoHandler(), false);
	}

	private static final class NoHandler implements HandlerInvocation {

		@Override
		public Type dataType() {
			return Object.class;
		}

		@Override
		public boolean isBatch() {
			return false;
		}

		@Override
		public void invoke(List<ReceivedEvent> events, DeliveryAcknowledgement acknowledgement) {
			throw new IllegalStateException("nothing is handled here");
		}

	}

}

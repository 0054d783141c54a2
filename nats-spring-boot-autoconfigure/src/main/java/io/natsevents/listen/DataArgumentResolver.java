package io.natsevents.listen;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Supplies events and their data to handler methods. Comes last: any parameter that is
 * nothing else is for data.
 */
final class DataArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return ListenerMethod.roleOf(parameter) != ListenerMethod.Role.DELIVERY;
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
		EventMessage received = (EventMessage) message;
		return switch (ListenerMethod.roleOf(parameter)) {
			case EVENT -> received.single().event();
			case EVENT_BATCH -> received.events().stream().map(ReceivedEvent::event).toList();
			case DATA_BATCH -> data(received.events());
			default -> received.single().event().data();
		};
	}

	private static List<@Nullable Object> data(List<ReceivedEvent> events) {
		List<@Nullable Object> data = new ArrayList<>(events.size());
		events.forEach((received) -> data.add(received.event().data()));
		return data;
	}

}

package io.natsevents.listen;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Supplies what handler methods can ask about a delivery.
 */
final class DeliveryArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return type == DeliveryContext.class || type == Acknowledgement.class || type == io.nats.client.Message.class;
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
		EventMessage received = (EventMessage) message;
		Class<?> type = parameter.getParameterType();
		if (type == Acknowledgement.class) {
			return received.acknowledgement();
		}
		Delivery delivery = received.single().delivery();
		return (type == DeliveryContext.class) ? delivery.context(received.listenerId()) : delivery.message();
	}

}

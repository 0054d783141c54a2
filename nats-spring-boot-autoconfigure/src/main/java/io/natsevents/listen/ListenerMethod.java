package io.natsevents.listen;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.nats.client.Message;
import io.natsevents.event.Event;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.scheduling.annotation.Async;

/**
 * What a handler method asks for, found out once from its signature.
 *
 * @param method the method
 * @param dataType what the data of an event is read as
 * @param batch whether it takes several events at a time
 * @param dataParameters parameters that carry data
 */
record ListenerMethod(Method method, Type dataType, boolean batch, List<MethodParameter> dataParameters) {

	/**
	 * What a parameter carries.
	 */
	enum Role {

		/** The data of one event. */
		DATA(false, false),

		/** One event. */
		EVENT(false, true),

		/** The data of a batch of events. */
		DATA_BATCH(true, false),

		/** A batch of events. */
		EVENT_BATCH(true, true),

		/** Something about the delivery. */
		DELIVERY(false, false);

		private final boolean batch;

		private final boolean event;

		Role(boolean batch, boolean event) {
			this.batch = batch;
			this.event = event;
		}

	}

	/**
	 * Read a signature.
	 * @param description bean and method, for error messages
	 * @param method the method
	 * @param beanType class of the bean, which may bind type variables of the method
	 * @return what it asks for
	 * @throws ListenerConfigurationException when it cannot be called with an event
	 */
	static ListenerMethod inspect(String description, Method method, Class<?> beanType) {
		requireReturnType(description, method);
		List<MethodParameter> dataParameters = new ArrayList<>();
		Type dataType = null;
		boolean batch = false;
		boolean single = false;
		for (int i = 0; i < method.getParameterCount(); i++) {
			MethodParameter parameter = new MethodParameter(method, i).withContainingClass(beanType);
			Role role = roleOf(parameter);
			if (role != Role.DELIVERY) {
				dataParameters.add(parameter);
				Type type = dataTypeOf(parameter, role);
				if (dataType != null && !dataType.equals(type)) {
					throw new ListenerConfigurationException(description, "its parameters ask for the data both as "
							+ dataType.getTypeName() + " and as " + type.getTypeName() + "; only one is possible",
							null);
				}
				dataType = type;
			}
			batch |= role.batch;
			single |= !role.batch && parameter.getParameterType() != Acknowledgement.class;
		}
		if (batch && single) {
			throw new ListenerConfigurationException(description,
					"it takes a batch (List), so its other parameters can only be lists of the same events and an "
							+ "Acknowledgement; for data that is a list itself, annotate the parameter with @Payload",
					null);
		}
		return new ListenerMethod(method, (dataType != null) ? dataType : Object.class, batch, dataParameters);
	}

	static Role roleOf(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (parameter.hasParameterAnnotation(Header.class) || parameter.hasParameterAnnotation(Headers.class)
				|| type == DeliveryContext.class || type == Acknowledgement.class || type == Message.class) {
			return Role.DELIVERY;
		}
		if (type == Event.class) {
			return Role.EVENT;
		}
		if (type == List.class && !parameter.hasParameterAnnotation(Payload.class)) {
			Class<?> element = ResolvableType.forMethodParameter(parameter).asCollection().getGeneric(0).resolve();
			return (element == Event.class) ? Role.EVENT_BATCH : Role.DATA_BATCH;
		}
		return Role.DATA;
	}

	private static Type dataTypeOf(MethodParameter parameter, Role role) {
		ResolvableType type = ResolvableType.forMethodParameter(parameter);
		if (role.batch) {
			type = type.getGeneric(0);
		}
		if (role.event) {
			type = type.getGeneric(0);
		}
		return withoutVariables(type);
	}

	/**
	 * The type with all its generics, none of which is left to be found out from the
	 * class of the bean.
	 */
	private static Type withoutVariables(ResolvableType type) {
		Class<?> resolved = type.resolve();
		if (resolved == null) {
			return Object.class;
		}
		if (!type.hasGenerics()) {
			return resolved;
		}
		ResolvableType[] generics = Arrays.stream(type.getGenerics())
			.map((generic) -> ResolvableType.forType(withoutVariables(generic)))
			.toArray(ResolvableType[]::new);
		return ResolvableType.forClassWithGenerics(resolved, generics).getType();
	}

	private static void requireReturnType(String description, Method method) {
		Class<?> type = method.getReturnType();
		if (type != void.class && !CompletionStage.class.isAssignableFrom(type)) {
			throw new ListenerConfigurationException(description, "it returns " + type.getName()
					+ ", which nobody would receive; return void, or a CompletionStage that ends when the event is "
					+ "handled", null);
		}
		if (AnnotatedElementUtils.hasAnnotation(method, Async.class)
				|| AnnotatedElementUtils.hasAnnotation(method.getDeclaringClass(), Async.class)) {
			throw new ListenerConfigurationException(description,
					"it is @Async, so it would return before the event is handled and its failures would be lost; "
							+ "return a CompletionStage instead",
					null);
		}
	}

}

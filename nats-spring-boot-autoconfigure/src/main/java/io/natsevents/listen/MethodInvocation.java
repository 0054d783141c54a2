package io.natsevents.listen;

import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import io.natsevents.event.Event;

import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Calls a handler method.
 */
final class MethodInvocation implements HandlerInvocation {

	private final String listenerId;

	private final InvocableHandlerMethod method;

	private final ListenerMethod signature;

	private final DataCheck dataCheck;

	MethodInvocation(String listenerId, InvocableHandlerMethod method, ListenerMethod signature, DataCheck dataCheck) {
		this.listenerId = listenerId;
		this.method = method;
		this.signature = signature;
		this.dataCheck = dataCheck;
	}

	@Override
	public Type dataType() {
		return this.signature.dataType();
	}

	@Override
	public boolean isBatch() {
		return this.signature.batch();
	}

	@Override
	public void check(Event<?> event) {
		this.dataCheck.check(event);
	}

	@Override
	public void invoke(List<ReceivedEvent> events, DeliveryAcknowledgement acknowledgement) throws Exception {
		Object result = this.method.invoke(new EventMessage(this.listenerId, events, acknowledgement));
		if (result instanceof CompletionStage<?> stage) {
			await(stage);
		}
	}

	private static void await(CompletionStage<?> stage) throws Exception {
		try {
			stage.toCompletableFuture().get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
	}

}

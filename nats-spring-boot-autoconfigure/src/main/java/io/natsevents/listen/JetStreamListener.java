package io.natsevents.listen;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Makes a method handle events of a stream, through a durable consumer that all instances
 * of the application share.
 * <p>
 * The method may take, in any order:
 * <ul>
 * <li>the event's data as an object of the type declared, optionally {@code @Valid};</li>
 * <li>{@code Event<T>} with all attributes;</li>
 * <li>{@code List<T>} or {@code List<Event<T>>} to handle what is waiting as one
 * batch;</li>
 * <li>{@link DeliveryContext}, {@link Acknowledgement}, the client's
 * {@link io.nats.client.Message}, and {@code @Header} values.</li>
 * </ul>
 * It returns {@code void}, or a {@link java.util.concurrent.CompletionStage} at whose end
 * the event is settled. When it returns normally the event is acknowledged; when it
 * throws the event is delivered again after a delay, and parked as a dead letter after
 * {@code max-retries} such failures. Delivery is at least once: a handler must tolerate
 * an event it has handled before.
 * <p>
 * Each attribute that is set wins over {@code nats.jetstream.listeners.<id>.*}, and that
 * over {@code nats.jetstream.listener.*}. All may contain placeholders and SpEL.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
@Repeatable(JetStreamListeners.class)
public @interface JetStreamListener {

	/**
	 * Event types to handle, all of one service, such as {@code auth.user.created}. A
	 * token may be {@code *} and the last {@code >}.
	 * @return the types
	 */
	@AliasFor("types")
	String[] value() default {};

	/**
	 * Event types to handle.
	 * @return the types
	 */
	@AliasFor("value")
	String[] types() default {};

	/**
	 * Name of the listener: in configuration, logs, metrics, health and the registry.
	 * @return the id; {@code <bean name>-<method name>} when empty
	 */
	String id() default "";

	/**
	 * Stream to listen to.
	 * @return the name; the stream of the types' service when empty
	 */
	String stream() default "";

	/**
	 * Name of the durable consumer. Listeners of the same name share its events.
	 * @return the name; {@code <application>-<id>} when empty
	 */
	String durable() default "";

	/**
	 * Major version of the event types to handle.
	 * @return a number; {@code 1} when empty
	 */
	String version() default "";

	/**
	 * How many events this instance handles at a time.
	 * @return a number
	 */
	String concurrency() default "";

	/**
	 * In which order events are handled: {@code none}, {@code key} or {@code cluster}.
	 * @return an {@link Ordering}
	 */
	String ordering() default "";

	/**
	 * With which event the durable consumer begins when it is created for the first time:
	 * {@code all}, {@code new}, {@code last}, or the first at or after an instant.
	 * @return a {@link DeliverFrom}
	 */
	String deliverPolicy() default "";

	/**
	 * Who acknowledges: {@code auto} or {@code manual}.
	 * @return an {@link AckMode}
	 */
	String ackMode() default "";

	/**
	 * Whether to wait for the server's confirmation of every acknowledgement.
	 * @return {@code true} or {@code false}
	 */
	String confirmAcks() default "";

	/**
	 * After how long without an answer the server delivers an event again.
	 * @return a duration, such as {@code 30s}
	 */
	String ackWait() default "";

	/**
	 * Whether a running handler keeps its event however long it takes.
	 * @return {@code true} or {@code false}
	 */
	String extendAckWait() default "";

	/**
	 * How often an event is delivered again after its handler failed.
	 * @return a number
	 */
	String maxRetries() default "";

	/**
	 * Whether the listener starts with the application.
	 * @return {@code true} or {@code false}
	 */
	String autoStartup() default "";

	/**
	 * Who decides about events that could not be handled: name of a
	 * {@link ListenerErrorHandler} bean, or an expression that leads to one, such as
	 * {@code #{@errorHandlers.forUsers}}.
	 * @return the name; nobody when empty
	 */
	String errorHandler() default "";

	/**
	 * What makes the container of the listener: name of a
	 * {@link JetStreamListenerContainerFactory} bean, or an expression that leads to one.
	 * @return the name; {@link JetStreamListenerContainerFactory#BEAN_NAME} when empty
	 */
	String containerFactory() default "";

}

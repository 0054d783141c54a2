package io.natsevents.benchmark.peer;

import io.micronaut.messaging.annotation.MessageBody;
import io.micronaut.messaging.annotation.MessageHeader;
import io.micronaut.nats.annotation.Subject;
import io.micronaut.nats.jetstream.annotation.JetStreamClient;
import io.nats.client.api.PublishAck;

/**
 * Publishes events; a call returns when the server has confirmed it.
 */
@JetStreamClient
@MessageHeader(name = "Content-Type", value = "application/cloudevents+json; charset=utf-8")
interface UserEventClient {

	@Subject(UserEvent.CREATED)
	PublishAck created(@MessageHeader("Nats-Msg-Id") String id, @MessageBody UserEvent event);

}

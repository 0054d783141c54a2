package io.natsevents.listen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.natsevents.event.EventPartition;
import io.natsevents.stream.StreamPartitions;
import io.natsevents.support.BusApplication;

/**
 * A stream with partitions, and its events.
 */
final class PartitionedEvents {

	private final BusApplication application;

	private final String service;

	private final int partitions;

	/**
	 * Events of a service whose stream is divided.
	 * @param application is connected to the server
	 * @param service the service
	 * @param partitions how many partitions; 0 for none
	 */
	PartitionedEvents(BusApplication application, String service, int partitions) {
		this.application = application;
		this.service = service;
		this.partitions = partitions;
	}

	String stream() {
		return this.service.toUpperCase(Locale.ROOT) + "_EVENTS";
	}

	JetStreamManagement management() throws IOException {
		return this.application.management();
	}

	PartitionedEvents create() throws IOException, JetStreamApiException {
		Map<String, String> metadata = (this.partitions > 0)
				? Map.of("io.natsevents.owner", "auth-service", StreamPartitions.KEY, "" + this.partitions)
				: Map.of("io.natsevents.owner", "auth-service");
		management().addStream(StreamConfiguration.builder()
			.name(stream())
			.subjects(this.service + ".>")
			.storageType(StorageType.File)
			.metadata(metadata)
			.build());
		return this;
	}

	/**
	 * Store an event in the partition of its key.
	 */
	void publish(String type, String key, int data) {
		store(EventPartition.subject(type, EventPartition.of(key, this.partitions)), type, key, data);
	}

	/**
	 * Store an event as a publisher does that knows of no partitions.
	 */
	void publishWithoutPartition(String type, String key, int data) {
		store(type, type, key, data);
	}

	private void store(String subject, String type, String key, int data) {
		String json = """
				{"specversion":"1.0","id":"%s","type":"%s","source":"urn:test","time":"2026-01-01T00:00:00Z","organizationid":"acme",\
				"partitionkey":"%s","schemaversion":"1.0","datacontenttype":"application/json","data":%d}"""
			.formatted(UUID.randomUUID(), type, key, data);
		try {
			this.application.connection()
				.jetStream()
				.publish(NatsMessage.builder()
					.subject(subject)
					.headers(new Headers().add("Content-Type", "application/cloudevents+json; charset=utf-8"))
					.data(json.getBytes(StandardCharsets.UTF_8))
					.build());
		}
		catch (IOException | JetStreamApiException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * How many events wait for a listener or are not settled, in all its partitions.
	 */
	long left(String durable) {
		try {
			long left = 0;
			for (int i = 0; i < this.partitions; i++) {
				ConsumerInfo info = management().getConsumerInfo(stream(), durable + "-p" + i);
				left += info.getNumPending() + info.getNumAckPending();
			}
			return left;
		}
		catch (IOException | JetStreamApiException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

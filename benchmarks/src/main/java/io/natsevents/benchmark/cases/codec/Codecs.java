package io.natsevents.benchmark.cases.codec;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareEvents;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.JacksonEventCodec;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Both codecs, on the mapper that an application has.
 *
 * @param ours ours
 * @param bare Jackson on a record
 */
record Codecs(EventCodec ours, BareEvents bare) {

	static Codecs create() {
		try (ConfigurableApplicationContext application = new AnnotationConfigApplicationContext(
				JacksonAutoConfiguration.class)) {
			JsonMapper mapper = application.getBean(JsonMapper.class);
			return new Codecs(new JacksonEventCodec(mapper), new BareEvents(mapper));
		}
	}

	/**
	 * An event as the publisher hands it to the codec.
	 */
	static Event<UserCreated> event(UserCreated data) {
		return Event.of(UserCreated.TYPE, data)
			.source("urn:service:benchmark")
			.organizationId("acme")
			.entity(data.userId());
	}

}

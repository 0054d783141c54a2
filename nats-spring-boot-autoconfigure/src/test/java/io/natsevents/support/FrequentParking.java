package io.natsevents.support;

import java.time.Clock;
import java.time.Duration;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterParking;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Has what could not be parked tried again every second.
 */
@Configuration(proxyBeanMethods = false)
public class FrequentParking {

	private static final int LONE_RUNS = 2;

	@Bean
	DeadLetterParking deadLetterParking(ConnectionSupervisor connection,
			@Value("${nats.jetstream.publisher.timeout:5s}") Duration timeout) {
		return new DeadLetterParking(connection, "analytics", timeout, Duration.ofSeconds(1), false, LONE_RUNS,
				Clock.systemUTC());
	}

}

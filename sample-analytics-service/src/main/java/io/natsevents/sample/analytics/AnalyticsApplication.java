package io.natsevents.sample.analytics;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The analytics service.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class AnalyticsApplication {

	/**
	 * Starts the service.
	 * @param args properties, such as {@code --nats.servers=nats://localhost:4222}
	 */
	public static void main(String[] args) {
		SpringApplication.run(AnalyticsApplication.class, args);
	}

}

package io.natsevents.sample.auth;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The auth service.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class AuthApplication {

	/**
	 * Starts the service.
	 * @param args properties, such as {@code --nats.servers=nats://localhost:4222}
	 */
	public static void main(String[] args) {
		SpringApplication.run(AuthApplication.class, args);
	}

}

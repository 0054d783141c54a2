package io.natsevents.autoconfigure;

import io.natsevents.listen.JetStreamListener;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application in a JVM of its own that ends when it has started.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class VerifiedApplication {

	public static void main(String[] arguments) {
		SpringApplication.run(VerifiedApplication.class, arguments);
	}

	@Bean
	ApplicationRunner endWhenVerified(ApplicationContext context) {
		return (arguments) -> System.exit(SpringApplication.exit(context));
	}

	@JetStreamListener(id = "users", value = "auth.user.created")
	void onUser(String name) {
	}

	@JetStreamListener(id = "roles", value = "auth.role.added")
	void onRole(String name) {
	}

}

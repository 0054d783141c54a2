package io.natsevents.autoconfigure;

import io.nats.client.Connection;
import io.natsevents.connection.HeaderMendingDataPort;
import io.natsevents.listen.OutageExceptions;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Tells a native image what cannot be seen in the code: the proxy in front of the
 * connection, and what the client looks up. Handler methods and the data they take are
 * found through their annotation.
 */
class NatsRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.proxies().registerJdkProxy(Connection.class);
		hints.reflection().registerType(Connection.class, MemberCategory.INVOKE_PUBLIC_METHODS);
		// The client makes it by its name
		hints.reflection().registerType(HeaderMendingDataPort.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
		// Looked up by name, since they may not be there
		OutageExceptions.present().forEach((exception) -> hints.reflection().registerType(exception));
		hints.resources().registerPattern("io/nats/jnats/version.properties");
	}

}

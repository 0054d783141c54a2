package io.natsevents.test;

import java.lang.reflect.Method;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Starts and closes the server or the cluster of {@link NatsServerTest}, hands it to
 * tests, and checks what they leave behind.
 */
class NatsServerExtension implements BeforeAllCallback, TestInstancePreConstructCallback, BeforeEachCallback,
		AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(NatsServerExtension.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		open(context);
	}

	// With one test instance per class, Spring may load its context before beforeAll.
	@Override
	public void preConstructTestInstance(TestInstanceFactoryContext factoryContext, ExtensionContext context) {
		open(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		ClassServer classServer = open(context);
		classServer.servers().start();
		store(context).put(LeftoversCheck.class, new LeftoversCheck(classServer));
	}

	@Override
	public void afterEach(ExtensionContext context) {
		LeftoversCheck check = store(context).remove(LeftoversCheck.class, LeftoversCheck.class);
		if (check != null) {
			LeftoversFoundError.throwIfAny(context.getDisplayName(), check.find(leftovers(context)));
		}
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return type == NatsServer.class || type == NatsCluster.class || (type == Leftovers.class
				&& context.getTestMethod().isPresent() && parameter.getDeclaringExecutable() instanceof Method);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		if (type == Leftovers.class) {
			return leftovers(context);
		}
		TestServers servers = open(context).servers();
		if (!type.isInstance(servers.source())) {
			throw new ParameterResolutionException((type == NatsCluster.class)
					? "A NatsCluster needs @NatsServerTest(nodes = 3); this class has a server alone"
					: "This class has a cluster: take a NatsCluster, whose nodes() are NatsServers");
		}
		return servers.source();
	}

	private static Leftovers leftovers(ExtensionContext context) {
		return store(context).computeIfAbsent(Leftovers.class, (key) -> new Leftovers(), Leftovers.class);
	}

	// JUnit closes what is in the store after every other extension, Spring's included,
	// is done with the class.
	private static ClassServer open(ExtensionContext context) {
		Class<?> owner = ClassServer.ownerOf(context.getRequiredTestClass());
		if (owner == null) {
			throw new IllegalStateException(
					"%s is not annotated with @NatsServerTest".formatted(context.getRequiredTestClass().getName()));
		}
		return store(contextOf(owner, context)).computeIfAbsent(owner, (key) -> ClassServer.of(owner),
				ClassServer.class);
	}

	private static ExtensionContext contextOf(Class<?> owner, ExtensionContext context) {
		ExtensionContext candidate = context;
		while (candidate.getTestMethod().isPresent() || candidate.getRequiredTestClass() != owner) {
			candidate = candidate.getParent().orElseThrow();
		}
		return candidate;
	}

	private static Store store(ExtensionContext context) {
		return context.getStore(NAMESPACE);
	}

}

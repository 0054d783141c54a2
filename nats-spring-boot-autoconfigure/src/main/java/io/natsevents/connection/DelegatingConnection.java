package io.natsevents.connection;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Connection} that always leads to the supervisor's current one.
 * <p>
 * What is made from it (a JetStream context, a subscription) belongs to the connection of
 * that moment; whoever keeps it longer listens for
 * {@link ConnectionObserver#connectionReady()} and makes it again. Closing it does
 * nothing: the application closes its connection when it ends.
 */
public final class DelegatingConnection implements InvocationHandler {

	private final ConnectionSupervisor supervisor;

	private DelegatingConnection(ConnectionSupervisor supervisor) {
		this.supervisor = supervisor;
	}

	/**
	 * Make a connection that delegates.
	 * @param supervisor knows the current connection
	 * @return a connection whose calls fail with {@link ConnectionUnavailableException}
	 * while there is none
	 */
	public static Connection to(ConnectionSupervisor supervisor) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, new DelegatingConnection(supervisor));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		return switch (method.getName()) {
			case "equals" -> proxy == ((arguments != null) ? arguments[0] : null);
			case "hashCode" -> System.identityHashCode(proxy);
			case "toString" -> "Connection to NATS " + this.supervisor.state();
			// It belongs to the application, which closes it when it ends
			case "close" -> null;
			default -> delegate(method, arguments);
		};
	}

	private @Nullable Object delegate(Method method, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(this.supervisor.current(), arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}

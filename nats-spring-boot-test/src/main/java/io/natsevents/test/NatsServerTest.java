package io.natsevents.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a real nats-server of its own. It runs from before the first test
 * until after the last one and the end of the class's Spring contexts, and is started
 * again before a test that finds it stopped or paused. Tests take it as a
 * {@link NatsServer} parameter; a Spring Boot test in the same class connects to it
 * without any property. Classes nested in the annotated one share its server.
 * <p>
 * With {@link #nodes()} it is a cluster instead, and tests take it as a
 * {@link NatsCluster} parameter.
 * <p>
 * A test fails when it leaves something behind; {@link Leftovers} says what, and how a
 * test allows it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(NatsServerExtension.class)
public @interface NatsServerTest {

	/**
	 * How many nodes the class needs.
	 * @return 1, the default, for a server alone; 3 or more for a cluster
	 */
	int nodes() default 1;

	/**
	 * More lines for the server's configuration file, or for that of each node.
	 * @return the lines
	 * @see NatsServerBuilder#extraConfiguration(String)
	 * @see NatsClusterBuilder#extraConfiguration(String)
	 */
	String[] configuration() default {};

}

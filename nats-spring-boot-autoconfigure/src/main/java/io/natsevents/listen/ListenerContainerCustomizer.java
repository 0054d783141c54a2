package io.natsevents.listen;

/**
 * Changes how the container of a listener works, when the listener is registered. Declare
 * a bean; several are called in their order, after properties, annotation or definition
 * are applied.
 */
@FunctionalInterface
public interface ListenerContainerCustomizer {

	/**
	 * Change a container.
	 * @param container what is known of it, and what can be changed
	 */
	void customize(ListenerContainerOptions container);

}

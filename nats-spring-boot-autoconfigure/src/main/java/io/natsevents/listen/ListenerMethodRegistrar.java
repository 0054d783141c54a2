package io.natsevents.listen;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.handler.annotation.support.HeaderMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeadersMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.validation.Validator;

/**
 * Turns an annotated method into a registered listener.
 */
public final class ListenerMethodRegistrar {

	private final ListenerAttributes attributes;

	private final JetStreamListenerContainerFactory defaultFactory;

	private final ListenerRegistry registry;

	private final @Nullable Validator validator;

	private final HandlerMethodArgumentResolverComposite argumentResolvers = new HandlerMethodArgumentResolverComposite();

	/**
	 * Create a registrar.
	 * @param beanFactory resolves placeholders and expressions
	 * @param defaultFactory makes the containers of listeners that name no other factory
	 * @param registry takes the listeners
	 * @param validator validates data, or {@code null} when the application has none
	 */
	public ListenerMethodRegistrar(ConfigurableBeanFactory beanFactory,
			JetStreamListenerContainerFactory defaultFactory, ListenerRegistry registry,
			@Nullable Validator validator) {
		this.attributes = new ListenerAttributes(beanFactory);
		this.defaultFactory = defaultFactory;
		this.registry = registry;
		this.validator = validator;
		this.argumentResolvers
			.addResolver(new HeaderMethodArgumentResolver(new DefaultConversionService(), beanFactory))
			.addResolver(new HeadersMethodArgumentResolver())
			.addResolver(new DeliveryArgumentResolver())
			.addResolver(new DataArgumentResolver());
	}

	void register(Object bean, String beanName, Class<?> beanType, Method method, JetStreamListener annotation,
			String idSuffix) {
		String description = beanName + "." + method.getName();
		String id = this.attributes.text(annotation.id());
		if (id == null) {
			id = beanName + "-" + method.getName() + idSuffix;
		}
		ListenerMethod signature = ListenerMethod.inspect(description, method, beanType);
		InvocableHandlerMethod invocable = new InvocableHandlerMethod(bean, invocableMethod(description, bean, method));
		invocable.setMessageMethodArgumentResolvers(this.argumentResolvers);
		MethodInvocation handler = new MethodInvocation(id, invocable, signature,
				DataCheck.of(description, signature, this.validator));
		JetStreamListenerContainerFactory named = this.attributes.bean(description, "containerFactory",
				annotation.containerFactory(), JetStreamListenerContainerFactory.class);
		JetStreamListenerContainerFactory factory = (named != null) ? named : this.defaultFactory;
		ListenerEndpointFactory.Declaration declaration = new ListenerEndpointFactory.Declaration(description, id,
				this.attributes.texts(annotation.types()), this.attributes.text(annotation.stream()),
				this.attributes.text(annotation.durable()), version(description, annotation), overrides(annotation));
		this.registry.register(factory.create(declaration, handler, this.attributes.bean(description, "errorHandler",
				annotation.errorHandler(), ListenerErrorHandler.class)));
	}

	private static Method invocableMethod(String description, Object bean, Method method) {
		try {
			return AopUtils.selectInvocableMethod(method, bean.getClass());
		}
		catch (IllegalStateException ex) {
			throw new ListenerConfigurationException(description,
					"its bean is a JDK proxy that does not expose the method; declare it in an interface, or set "
							+ "spring.aop.proxy-target-class=true",
					ex);
		}
	}

	private int version(String description, JetStreamListener annotation) {
		String version = this.attributes.text(annotation.version());
		if (version == null) {
			return 1;
		}
		if (!version.matches("[1-9][0-9]{0,8}")) {
			throw new ListenerConfigurationException(description,
					"version '" + version + "' is not a major version such as 1 or 2", null);
		}
		return Integer.parseInt(version);
	}

	private Map<String, String> overrides(JetStreamListener annotation) {
		Map<String, String> overrides = new LinkedHashMap<>();
		override(overrides, "concurrency", annotation.concurrency());
		override(overrides, "ordering", annotation.ordering());
		override(overrides, "deliver-policy", annotation.deliverPolicy());
		override(overrides, "ack-mode", annotation.ackMode());
		override(overrides, "confirm-acks", annotation.confirmAcks());
		override(overrides, "ack-wait", annotation.ackWait());
		override(overrides, "extend-ack-wait", annotation.extendAckWait());
		override(overrides, "retry.max-retries", annotation.maxRetries());
		override(overrides, "auto-startup", annotation.autoStartup());
		return overrides;
	}

	private void override(Map<String, String> overrides, String property, String attribute) {
		String value = this.attributes.text(attribute);
		if (value != null) {
			overrides.put(property, value);
		}
	}

}

package io.natsevents.listen;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.handler.annotation.support.HeaderMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeadersMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.StringUtils;
import org.springframework.validation.Validator;

/**
 * Turns an annotated method into a registered listener.
 */
public final class ListenerMethodRegistrar {

	private final ConfigurableBeanFactory beanFactory;

	private final ListenerEndpointFactory endpoints;

	private final ListenerRegistry registry;

	private final @Nullable Validator validator;

	private final HandlerMethodArgumentResolverComposite argumentResolvers = new HandlerMethodArgumentResolverComposite();

	/**
	 * Create a registrar.
	 * @param beanFactory resolves placeholders and expressions
	 * @param endpoints decides what annotations leave open
	 * @param registry takes the listeners
	 * @param validator validates data, or {@code null} when the application has none
	 */
	public ListenerMethodRegistrar(ConfigurableBeanFactory beanFactory, ListenerEndpointFactory endpoints,
			ListenerRegistry registry, @Nullable Validator validator) {
		this.beanFactory = beanFactory;
		this.endpoints = endpoints;
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
		String id = resolve(annotation.id());
		if (id == null) {
			id = beanName + "-" + method.getName() + idSuffix;
		}
		ListenerMethod signature = ListenerMethod.inspect(description, method, beanType);
		InvocableHandlerMethod invocable = new InvocableHandlerMethod(bean, invocableMethod(description, bean, method));
		invocable.setMessageMethodArgumentResolvers(this.argumentResolvers);
		MethodInvocation handler = new MethodInvocation(id, invocable, signature,
				DataCheck.of(description, signature, this.validator));
		ListenerEndpointFactory.Declaration declaration = new ListenerEndpointFactory.Declaration(description, id,
				types(annotation), resolve(annotation.stream()), resolve(annotation.durable()),
				version(description, annotation), overrides(annotation));
		this.registry.register(this.endpoints.create(declaration, handler));
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

	private List<String> types(JetStreamListener annotation) {
		List<String> types = new ArrayList<>();
		for (String type : annotation.types()) {
			String resolved = resolve(type);
			if (resolved != null) {
				types.addAll(List.of(StringUtils.tokenizeToStringArray(resolved, ",")));
			}
		}
		return types;
	}

	private int version(String description, JetStreamListener annotation) {
		String version = resolve(annotation.version());
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
		override(overrides, "ack-mode", annotation.ackMode());
		override(overrides, "confirm-acks", annotation.confirmAcks());
		override(overrides, "ack-wait", annotation.ackWait());
		override(overrides, "extend-ack-wait", annotation.extendAckWait());
		override(overrides, "retry.max-retries", annotation.maxRetries());
		override(overrides, "auto-startup", annotation.autoStartup());
		return overrides;
	}

	private void override(Map<String, String> overrides, String property, String attribute) {
		String value = resolve(attribute);
		if (value != null) {
			overrides.put(property, value);
		}
	}

	/**
	 * Resolve placeholders and expressions.
	 * @return the value, or {@code null} when it is empty
	 */
	private @Nullable String resolve(String attribute) {
		if (attribute.isEmpty()) {
			return null;
		}
		String resolved = this.beanFactory.resolveEmbeddedValue(attribute);
		BeanExpressionResolver expressions = this.beanFactory.getBeanExpressionResolver();
		Object value = (expressions != null && resolved != null)
				? expressions.evaluate(resolved, new BeanExpressionContext(this.beanFactory, null)) : resolved;
		String text = (value instanceof Object[] array) ? StringUtils.arrayToCommaDelimitedString(array)
				: (value instanceof Iterable<?> iterable) ? String.join(",", strings(iterable))
						: (value != null) ? value.toString() : "";
		return text.isBlank() ? null : text.trim();
	}

	private static List<String> strings(Iterable<?> values) {
		List<String> strings = new ArrayList<>();
		values.forEach((value) -> strings.add(String.valueOf(value)));
		return strings;
	}

}

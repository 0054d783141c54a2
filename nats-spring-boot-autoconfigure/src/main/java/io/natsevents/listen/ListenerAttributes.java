package io.natsevents.listen;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.StringUtils;

/**
 * Reads attributes of annotations, which may contain placeholders and expressions.
 */
final class ListenerAttributes {

	private final ConfigurableBeanFactory beanFactory;

	ListenerAttributes(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Read a text.
	 * @return the text, or {@code null} when it is empty
	 */
	@Nullable String text(String attribute) {
		if (attribute.isEmpty()) {
			return null;
		}
		Object value = evaluate(attribute);
		String text = (value instanceof Object[] array) ? StringUtils.arrayToCommaDelimitedString(array)
				: (value instanceof Iterable<?> iterable) ? String.join(",", strings(iterable))
						: (value != null) ? value.toString() : "";
		return text.isBlank() ? null : text.trim();
	}

	/**
	 * Read texts, each of which may be a list.
	 */
	List<String> texts(String[] attribute) {
		List<String> texts = new ArrayList<>();
		for (String element : attribute) {
			String text = text(element);
			if (text != null) {
				texts.addAll(List.of(StringUtils.tokenizeToStringArray(text, ",")));
			}
		}
		return texts;
	}

	/**
	 * Read what names a bean, or is an expression that leads to one.
	 * @return the bean, or {@code null} when the attribute is empty
	 */
	<T> @Nullable T bean(String description, String name, String attribute, Class<T> type) {
		if (attribute.isEmpty()) {
			return null;
		}
		Object value = evaluate(attribute);
		if (value instanceof String text) {
			value = text.isBlank() ? null : named(description, name, text.trim(), type);
		}
		if (value != null && !type.isInstance(value)) {
			throw new ListenerConfigurationException(description, "its " + name + " '" + attribute + "' is a "
					+ value.getClass().getName() + ", which is no " + type.getSimpleName(), null);
		}
		return type.cast(value);
	}

	private Object named(String description, String name, String beanName, Class<?> type) {
		if (!this.beanFactory.containsBean(beanName)) {
			throw new ListenerConfigurationException(description, "its " + name + " '" + beanName
					+ "' cannot be found; declare a " + type.getSimpleName() + " bean of this name", null);
		}
		return this.beanFactory.getBean(beanName);
	}

	private @Nullable Object evaluate(String attribute) {
		String resolved = this.beanFactory.resolveEmbeddedValue(attribute);
		BeanExpressionResolver expressions = this.beanFactory.getBeanExpressionResolver();
		return (expressions != null && resolved != null)
				? expressions.evaluate(resolved, new BeanExpressionContext(this.beanFactory, null)) : resolved;
	}

	private static List<String> strings(Iterable<?> values) {
		List<String> strings = new ArrayList<>();
		values.forEach((value) -> strings.add(String.valueOf(value)));
		return strings;
	}

}

package io.natsevents.listen;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Finds methods annotated with {@link JetStreamListener} and registers them once all
 * singletons are there.
 */
public final class JetStreamListenerAnnotationBeanPostProcessor
		implements BeanPostProcessor, SmartInitializingSingleton {

	/**
	 * Name of the bean.
	 */
	public static final String BEAN_NAME = "io.natsevents.listen.jetStreamListenerAnnotationBeanPostProcessor";

	private final ObjectProvider<ListenerMethodRegistrar> registrar;

	private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();

	private final List<FoundMethod> found = new ArrayList<>();

	private boolean singletonsReady;

	/**
	 * Create a post-processor.
	 * @param registrar registers what is found; looked up late, since this is made before
	 * other beans
	 */
	public JetStreamListenerAnnotationBeanPostProcessor(ObjectProvider<ListenerMethodRegistrar> registrar) {
		this.registrar = registrar;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (ScopedProxyUtils.isScopedTarget(beanName)) {
			// Its proxy is the listener
			return bean;
		}
		Class<?> beanType = AopUtils.getTargetClass(bean);
		if (!this.withoutListeners.contains(beanType) && AnnotationUtils.isCandidateClass(beanType,
				List.of(JetStreamListener.class, JetStreamListeners.class))) {
			Map<Method, Set<JetStreamListener>> methods = MethodIntrospector.selectMethods(beanType,
					JetStreamListenerAnnotationBeanPostProcessor::annotationsOf);
			if (methods.isEmpty()) {
				this.withoutListeners.add(beanType);
			}
			methods
				.forEach((method, annotations) -> add(new FoundMethod(bean, beanName, beanType, method, annotations)));
		}
		return bean;
	}

	private static @Nullable Set<JetStreamListener> annotationsOf(Method method) {
		Set<JetStreamListener> annotations = AnnotatedElementUtils.getMergedRepeatableAnnotations(method,
				JetStreamListener.class, JetStreamListeners.class);
		return annotations.isEmpty() ? null : annotations;
	}

	private synchronized void add(FoundMethod method) {
		if (this.singletonsReady) {
			register(method);
		}
		else {
			this.found.add(method);
		}
	}

	@Override
	public synchronized void afterSingletonsInstantiated() {
		this.singletonsReady = true;
		this.found.forEach(this::register);
		this.found.clear();
	}

	private void register(FoundMethod method) {
		ListenerMethodRegistrar target = this.registrar.getIfAvailable();
		if (target == null) {
			throw new ListenerConfigurationException(method.beanName() + "." + method.method().getName(),
					"nothing can read its events, since there is no EventCodec; add spring-boot-starter-jackson", null);
		}
		int number = 1;
		for (JetStreamListener annotation : method.annotations()) {
			String suffix = (number == 1) ? "" : "-" + number;
			target.register(method.bean(), method.beanName(), method.beanType(), method.method(), annotation, suffix);
			number++;
		}
	}

	private record FoundMethod(Object bean, String beanName, Class<?> beanType, Method method,
			Set<JetStreamListener> annotations) {
	}

}

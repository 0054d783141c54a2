package io.natsevents.listen;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.natsevents.event.EventTypePattern;
import io.natsevents.event.SubjectNaming;
import org.jspecify.annotations.Nullable;

/**
 * Decides everything about a listener that its declaration leaves open.
 */
public final class ListenerEndpointFactory {

	private final @Nullable String application;

	private final SubjectNaming subjectNaming;

	private final ListenerSettingsResolver settings;

	private final Function<String, String> streamOfService;

	/**
	 * Create a factory.
	 * @param application name of the application, or {@code null} when it has none
	 * @param subjectNaming how subjects are made from types and versions
	 * @param settings finds the settings of a listener
	 * @param streamOfService tells the stream that holds the events of a service
	 */
	public ListenerEndpointFactory(@Nullable String application, SubjectNaming subjectNaming,
			ListenerSettingsResolver settings, Function<String, String> streamOfService) {
		this.application = application;
		this.subjectNaming = subjectNaming;
		this.settings = settings;
		this.streamOfService = streamOfService;
	}

	ListenerEndpoint create(Declaration declaration, Map<String, String> defaults, HandlerInvocation handler) {
		String description = declaration.description();
		List<EventTypePattern> patterns = patterns(declaration);
		ListenerSettings listenerSettings;
		try {
			listenerSettings = this.settings.resolve(declaration.id(), defaults, declaration.overrides());
		}
		catch (IllegalArgumentException ex) {
			throw new ListenerConfigurationException(description, String.valueOf(ex.getMessage()), ex);
		}
		if (handler.isBatch() && listenerSettings.maxInFlight() < 2) {
			throw new ListenerConfigurationException(description, "a batch needs a max-in-flight of 2 or more", null);
		}
		ListenerEndpoint endpoint = new ListenerEndpoint(declaration.id(), stream(declaration, patterns),
				durable(declaration), patterns, declaration.version(), this.subjectNaming, listenerSettings, handler,
				false);
		if (listenerSettings.ordering() == Ordering.CLUSTER) {
			ClusterOrdering.require(description, endpoint);
		}
		return endpoint;
	}

	private static List<EventTypePattern> patterns(Declaration declaration) {
		if (declaration.types().isEmpty()) {
			throw new ListenerConfigurationException(declaration.description(),
					"it names no event type; give at least one, such as \"auth.user.created\"", null);
		}
		try {
			return declaration.types().stream().map(EventTypePattern::parse).toList();
		}
		catch (IllegalArgumentException ex) {
			throw new ListenerConfigurationException(declaration.description(), String.valueOf(ex.getMessage()), ex);
		}
	}

	private String stream(Declaration declaration, List<EventTypePattern> patterns) {
		if (declaration.stream() != null) {
			return declaration.stream();
		}
		List<String> services = patterns.stream().map(EventTypePattern::service).distinct().toList();
		if (services.size() > 1) {
			throw new ListenerConfigurationException(declaration.description(),
					"its event types belong to the services " + services
							+ ", whose events are in streams of their own; use one @JetStreamListener for each",
					null);
		}
		return this.streamOfService.apply(services.get(0));
	}

	private String durable(Declaration declaration) {
		if (declaration.durable() != null) {
			return requireLegal(declaration, declaration.durable());
		}
		if (this.application == null) {
			throw new ListenerConfigurationException(declaration.description(),
					"its durable cannot be named; set spring.application.name, or the durable attribute", null);
		}
		return (this.application + "-" + declaration.id()).replaceAll("[^A-Za-z0-9_-]", "-");
	}

	private static String requireLegal(Declaration declaration, String durable) {
		if (!durable.matches("[A-Za-z0-9_-]+")) {
			throw new ListenerConfigurationException(declaration.description(),
					"durable '" + durable + "' may contain letters, digits, '-' and '_' only", null);
		}
		return durable;
	}

	/**
	 * What was declared, before anything is filled in.
	 *
	 * @param description bean and method, or id, for error messages
	 * @param id id of the listener
	 * @param types event types
	 * @param stream stream, or {@code null} for that of the types' service
	 * @param durable durable consumer, or {@code null} for one named after the
	 * application and the id
	 * @param version major version
	 * @param overrides settings, by the names of the configuration properties
	 */
	record Declaration(String description, String id, List<String> types, @Nullable String stream,
			@Nullable String durable, int version, Map<String, String> overrides) {

		Declaration with(Map<String, String> settings) {
			Map<String, String> changed = new LinkedHashMap<>(this.overrides);
			changed.putAll(settings);
			return new Declaration(this.description, this.id, this.types, this.stream, this.durable, this.version,
					changed);
		}

	}

}

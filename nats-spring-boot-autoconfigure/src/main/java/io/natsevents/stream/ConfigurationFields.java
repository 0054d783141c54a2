package io.natsevents.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JsonValue;

/**
 * All fields of a configuration of a stream or consumer, by their names in the server's
 * API: what jnats' classes cannot be asked for one by one.
 */
public final class ConfigurationFields {

	private final Map<String, JsonValue> values;

	private ConfigurationFields(Map<String, JsonValue> values) {
		this.values = values;
	}

	/**
	 * Read the fields.
	 * @param configuration a configuration of jnats
	 * @return its fields
	 */
	public static ConfigurationFields of(JsonSerializable configuration) {
		return new ConfigurationFields(parse(configuration.toJson()).map);
	}

	/**
	 * Say where another configuration differs.
	 * @param wanted the other configuration
	 * @return the differences, from this one to the other
	 */
	public List<FieldDifference> differencesTo(ConfigurationFields wanted) {
		Set<String> names = new TreeSet<>(this.values.keySet());
		names.addAll(wanted.values.keySet());
		List<FieldDifference> differences = new ArrayList<>();
		for (String name : names) {
			if (!value(name).equals(wanted.value(name))) {
				differences.add(new FieldDifference(name, wanted.text(name), text(name)));
			}
		}
		return differences;
	}

	boolean has(String name, String json) {
		return value(name).equals(parse(json));
	}

	String text(String name) {
		return value(name).toJson();
	}

	private JsonValue value(String name) {
		return this.values.getOrDefault(name, JsonValue.NULL);
	}

	static JsonValue parse(String json) {
		try {
			return JsonParser.parse(json);
		}
		catch (JsonParseException ex) {
			throw new IllegalStateException("jnats cannot read its own JSON: " + json, ex);
		}
	}

}

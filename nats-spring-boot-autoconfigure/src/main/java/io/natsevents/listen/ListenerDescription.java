package io.natsevents.listen;

import java.lang.reflect.Type;
import java.util.List;

/**
 * What a listener is, for those who hook into it.
 *
 * @param id name of the listener
 * @param stream stream it listens to
 * @param durable durable consumer it shares with other instances
 * @param types event types it handles, wildcards included
 * @param version major version of the events it handles
 * @param dataType what the data of an event is read as
 * @param batch whether it handles several events at a time
 */
public record ListenerDescription(String id, String stream, String durable, List<String> types, int version,
		Type dataType, boolean batch) {

	public ListenerDescription {
		types = List.copyOf(types);
	}

}

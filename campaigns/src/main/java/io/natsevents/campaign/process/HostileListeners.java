package io.natsevents.campaign.process;

import java.nio.file.Path;
import java.util.List;

import io.natsevents.campaign.hostile.HostileHandling;
import io.natsevents.event.Event;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.support.hostile.Adjustment;
import io.natsevents.support.hostile.EventForm;
import io.natsevents.support.hostile.HostileTarget;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Listens to what an outsider sends.
 */
final class HostileListeners {

	private final JsonMapper mapper = new JsonMapper();

	private final Lines lines;

	HostileListeners(Path campaign, String instance) {
		this.lines = new Lines(campaign.resolve(instance + HostileHandling.SUFFIX));
	}

	@JetStreamListener(value = "ddmrp.buffer.*", id = "buffers")
	void on(@Valid Adjustment adjustment, Event<Adjustment> event) {
		handled(HostileTarget.SINGLE, event);
	}

	@JetStreamListener(value = "ddmrp.count.taken", id = "counts")
	void on(@Valid List<Event<Adjustment>> events) {
		events.forEach((event) -> handled(HostileTarget.BATCH, event));
	}

	@JetStreamListener(value = "ddmrp.item.moved", id = "moves", ordering = "key")
	void inOrder(@Valid Event<Adjustment> event) {
		handled(HostileTarget.KEYED, event);
	}

	private void handled(HostileTarget target, Event<Adjustment> event) {
		this.lines.add(this.mapper.writeValueAsString(
				new HostileHandling(target.listener(), number(event.extension(EventForm.NUMBER)), System.nanoTime())));
	}

	private static long number(@Nullable String text) {
		return (text != null && text.matches("[0-9]{1,18}")) ? Long.parseLong(text) : -1;
	}

}

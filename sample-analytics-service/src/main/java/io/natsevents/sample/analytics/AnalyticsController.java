package io.natsevents.sample.analytics;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/analytics")
class AnalyticsController {

	private final Registrations registrations;

	private final UserHistory history;

	AnalyticsController(Registrations registrations, UserHistory history) {
		this.registrations = registrations;
		this.history = history;
	}

	@GetMapping("/registrations")
	RegistrationCount registrations() {
		return this.registrations.current();
	}

	@GetMapping("/users/{id}/events")
	List<HandledEvent> events(@PathVariable String id) {
		return this.history.of(id);
	}

}

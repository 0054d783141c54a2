package io.natsevents.sample.auth;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

@RestController
@RequestMapping("/users")
class UserController {

	private final UserService users;

	UserController(UserService users) {
		this.users = users;
	}

	@PostMapping
	ResponseEntity<PublishedChange> register(@Valid @RequestBody Registration registration, UriComponentsBuilder uri) {
		PublishedChange change = this.users.register(registration);
		return ResponseEntity.created(uri.path("/users/{id}").build(change.userId())).body(change);
	}

	@PatchMapping("/{id}")
	PublishedChange rename(@PathVariable String id, @Valid @RequestBody DisplayNameChange change) {
		return this.users.rename(id, change.displayName());
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String id) {
		this.users.delete(id);
	}

}

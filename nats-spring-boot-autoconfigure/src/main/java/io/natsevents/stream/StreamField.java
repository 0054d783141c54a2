package io.natsevents.stream;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;

import io.nats.client.api.StreamConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a stream: how to read it on both sides, and how to change it.
 *
 * @param <T> the type of its value, which must have {@code equals}
 * @param name the name of its property
 * @param wanted reads what is declared, {@code null} if it is not set
 * @param actual reads what the server has, echoed defaults normalised
 * @param setter writes it into a request
 * @param text prints a value
 * @param changeable whether the server changes the first value into the second in place
 */
record StreamField<T>(String name, Function<StreamSettings, @Nullable T> wanted,
		Function<StreamConfiguration, T> actual, BiConsumer<StreamConfiguration.Builder, T> setter,
		Function<T, String> text, BiPredicate<T, T> changeable) {

	Optional<FieldDifference> difference(StreamSettings settings, StreamConfiguration configuration) {
		T declared = this.wanted.apply(settings);
		T present = this.actual.apply(configuration);
		if (declared == null || declared.equals(present)) {
			return Optional.empty();
		}
		return Optional.of(new FieldDifference(this.name, this.text.apply(declared), this.text.apply(present)));
	}

	boolean isChangeable(StreamSettings settings, StreamConfiguration configuration) {
		T declared = this.wanted.apply(settings);
		return declared == null || this.changeable.test(this.actual.apply(configuration), declared);
	}

	void apply(StreamSettings settings, StreamConfiguration.Builder builder) {
		T declared = this.wanted.apply(settings);
		if (declared != null) {
			this.setter.accept(builder, declared);
		}
	}

}

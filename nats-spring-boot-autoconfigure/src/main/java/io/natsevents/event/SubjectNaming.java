package io.natsevents.event;

/**
 * How the NATS subject of an event is made from its type and major version.
 */
public enum SubjectNaming {

	/**
	 * {@code auth.user.created}, from major version 2 on {@code auth.user.created.v2}.
	 */
	HIERARCHICAL {

		@Override
		String root(String service) {
			return service;
		}

		@Override
		String suffix(int major) {
			return (major == 1) ? "" : ".v" + major;
		}

	},

	/** {@code auth.event.user.created.v1}. */
	VERSIONED {

		@Override
		String root(String service) {
			return service + ".event";
		}

		@Override
		String suffix(int major) {
			return ".v" + major;
		}

	};

	private static final int MAX_DIGITS = 9;

	/**
	 * Returns the subject an event is stored under.
	 * @param type the event's type
	 * @param major the major version of its data, 1 or more
	 * @return the subject
	 * @throws IllegalArgumentException if the major is below 1 or the type has no second
	 * token
	 */
	public String subject(String type, int major) {
		return name(type, major, false);
	}

	/**
	 * Returns the tightest subject filter that lets through every event of the pattern.
	 * It may let through more: {@code >} takes every major version with it, and
	 * {@code auth.user.*} also meets {@code auth.user.v2}, so a listener compares
	 * {@link EventTypePattern#matches(String) the type} and {@link #major(String) the
	 * major} as well.
	 * @param pattern the event types wanted
	 * @param major the major version wanted, 1 or more
	 * @return the filter
	 * @throws IllegalArgumentException if the major is below 1
	 */
	public String filter(EventTypePattern pattern, int major) {
		return name(pattern.value(), major, pattern.isOpenEnded());
	}

	/**
	 * Returns the major version a subject names, whether or not it names a
	 * {@linkplain EventPartition partition}.
	 * @param subject the subject of a stored event
	 * @return the number of a last token {@code v<n>}, else 1
	 */
	public int major(String subject) {
		String name = EventPartition.subjectWithout(subject);
		int start = name.lastIndexOf('.') + 1;
		int digits = name.length() - start - 1;
		if (start == 0 || digits < 1 || digits > MAX_DIGITS || name.charAt(start) != 'v') {
			return 1;
		}
		int major = 0;
		for (int i = start + 1; i < name.length(); i++) {
			int digit = name.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return 1;
			}
			major = major * 10 + digit;
		}
		return Math.max(1, major);
	}

	abstract String root(String service);

	abstract String suffix(int major);

	private String name(String type, int major, boolean openEnded) {
		if (major < 1) {
			throw new IllegalArgumentException("major version %d of '%s' must be 1 or more".formatted(major, type));
		}
		int end = EventType.tokenEnd(type, 0);
		if (end == type.length()) {
			throw new IllegalArgumentException("type '%s' must have two tokens or more".formatted(type));
		}
		String suffix = (openEnded) ? "" : suffix(major);
		return root(type.substring(0, end)) + type.substring(end) + suffix;
	}

}

package io.natsevents.order;

/**
 * What an event of the campaign carries.
 *
 * @param key its partition key
 * @param number the how manieth of its key it is, from 0
 * @param published when it was handed to the publisher, in nanoseconds of the clock that
 * all processes of a machine share
 */
record Load(String key, long number, long published) {

	/**
	 * Read the text form.
	 */
	static Load parse(String text) {
		String[] parts = text.split(" ");
		return new Load(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
	}

	/**
	 * The text form, which is the data of the event.
	 */
	@Override
	public String toString() {
		return this.key + " " + this.number + " " + this.published;
	}

}

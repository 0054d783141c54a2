package io.natsevents.campaign.load;

/**
 * What an event of the campaign carries.
 *
 * @param round the round it belongs to, from 1
 * @param writer the life of a process that published it
 * @param number the how manieth of this writer in this round it is, from 0
 * @param key its partition key
 * @param published when it was handed to the publisher, in nanoseconds of the clock that
 * all processes of a machine share
 * @param kind what a handler does with it
 */
public record Load(int round, String writer, long number, String key, long published, Kind kind) {

	/**
	 * Read the text form.
	 */
	public static Load parse(String text) {
		String[] parts = text.split(" ");
		return new Load(Integer.parseInt(parts[0]), parts[1], Long.parseLong(parts[2]), parts[3],
				Long.parseLong(parts[4]), Kind.valueOf(parts[5]));
	}

	/**
	 * Names the event within its round.
	 */
	public String id() {
		return this.writer + "#" + this.number;
	}

	/**
	 * The text form, which is the data of the event.
	 */
	@Override
	public String toString() {
		return String.join(" ", "" + this.round, this.writer, "" + this.number, this.key, "" + this.published,
				this.kind.name());
	}

}

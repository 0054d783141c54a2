package io.natsevents.campaign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fault.Fault;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.judge.Verdict;

/**
 * The bus of a campaign. When a round has left it in a state that the next one cannot
 * begin with, it makes place for a new one.
 */
final class Buses implements AutoCloseable {

	private final CampaignSettings settings;

	private int number = 1;

	private Bus bus;

	private RoundRunner rounds;

	Buses(CampaignSettings settings) throws Exception {
		this.settings = settings;
		this.bus = start(settings.directory());
		this.rounds = new RoundRunner(this.bus, settings.rates());
	}

	Bus current() {
		return this.bus;
	}

	/**
	 * Run a round; whatever happens, the next one can be run.
	 */
	Verdict run(int round, Fault fault, RandomGenerator random) throws Exception {
		try {
			Verdict verdict = this.rounds.run(round, fault, random);
			if (!this.rounds.isAtRest()) {
				replace();
			}
			return verdict;
		}
		catch (Exception | AssertionError ex) {
			replace();
			return Verdict.ofNothing(round, fault.name(), fault.expectation(), Failure.describe(ex));
		}
	}

	/**
	 * What the processes of the new one write must not be taken for that of the old one.
	 */
	private void replace() throws Exception {
		this.bus.close();
		this.number++;
		this.bus = start(this.settings.directory().resolve("bus-" + this.number));
		this.rounds = new RoundRunner(this.bus, this.settings.rates());
	}

	private Bus start(Path directory) throws Exception {
		Files.createDirectories(directory);
		Bus started = new Bus(directory, this.settings.seed(), this.settings.syncInterval());
		try {
			started.start();
			return started;
		}
		catch (Exception | AssertionError ex) {
			started.close();
			throw ex;
		}
	}

	@Override
	public void close() {
		this.bus.close();
	}

}

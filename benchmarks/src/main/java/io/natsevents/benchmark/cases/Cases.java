package io.natsevents.benchmark.cases;

import java.util.List;

import io.natsevents.benchmark.cases.codec.Codec;
import io.natsevents.benchmark.run.BenchmarkCase;

/**
 * All cases.
 */
public final class Cases {

	private Cases() {
	}

	/**
	 * All of them.
	 * @return the cases, in the order in which they run
	 */
	public static List<BenchmarkCase> all() {
		return List.of(new PublishSync(), new PublishSync64(), new PublishAsync(), new PublishAll(), new Listen(),
				new ListenBatch(), new ListenKey(), new Latency10k(), new LatencyIdle(), Codec.WRITE, Codec.READ,
				new Start(), new Recover(), new Idle(), new Scale(), new ListenObserved(), new PeersPublish(),
				new PeersListen());
	}

}

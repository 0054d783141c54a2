package io.natsevents.order;

import java.time.Duration;
import io.natsevents.test.*;

final class OrderDevelopment {

	public static void main(String[] a) throws Exception {
		Campaign c = Campaign.parse(a[1]);
		if (a[0].equals("3")) {
			try (NatsCluster cl = NatsCluster.builder().build()) {
				cl.start();
				go(c, String.join(",", cl.urls()), cl);
			}
		}
		else
			try (NatsServer s = NatsServer.builder().build()) {
				s.start();
				go(c, s.url(), null);
			}
		System.exit(0);
	}

	static void go(Campaign c, String urls, NatsCluster cl) throws Exception {
		long t = System.nanoTime();
		try (OrderRun r = new OrderRun(c, urls, cl, Duration.ofMinutes(8))) {
			Evidence e = r.run();
			System.out.println("RESULT " + c + " " + (System.nanoTime() - t) / 1000000000L + "s "
					+ OrderJudge.judge(e).describe());
			System.out.println("RESULT " + RunFigures.of(e).describe());
		}
	}

}

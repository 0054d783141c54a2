package io.natsevents.benchmark.cases;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application with the starter and nothing of its own.
 */
@EnableAutoConfiguration
class PlainApplication {

}

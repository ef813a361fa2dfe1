package io.westmoon.sample.cluster;

import io.westmoon.sample.demo.DemoPlatformInitializer;
import org.springframework.context.annotation.Profile;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Shows the page how the processes are, and starts and kills them.
 */
@RestController
@Profile(DemoPlatformInitializer.CLUSTER_PROFILE)
@RequestMapping("/cluster")
class ClusterController {

	private final Cluster cluster;

	ClusterController(Cluster cluster) {
		this.cluster = cluster;
	}

	@GetMapping
	Mono<ResponseEntity<Cluster.View>> view() {
		return Mono.fromCallable(this.cluster::view)
			.map((view) -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(view))
			.subscribeOn(Schedulers.boundedElastic());
	}

	@PostMapping("/{name}/start")
	Mono<Cluster.View> start(@PathVariable String name) {
		return act(() -> replica(name).start());
	}

	@PostMapping("/{name}/end")
	Mono<Cluster.View> end(@PathVariable String name) {
		return act(() -> replica(name).end());
	}

	private Replica replica(String name) {
		return this.cluster.find(name)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such process: " + name));
	}

	/**
	 * The processes may keep a thread waiting for a moment.
	 */
	private Mono<Cluster.View> act(Runnable action) {
		return Mono.fromCallable(() -> {
			action.run();
			return this.cluster.view();
		}).subscribeOn(Schedulers.boundedElastic());
	}

}

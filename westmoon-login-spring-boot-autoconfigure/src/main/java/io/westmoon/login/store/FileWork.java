package io.westmoon.login.store;

import java.nio.file.Path;

import io.westmoon.login.SessionStoreException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Runs blocking work on files where threads may block. Work that began is finished even
 * if its caller goes away: an interrupt would close channels in the middle of a write.
 *
 * @param directory where the files are
 */
record FileWork(Path directory) {

	<T> Mono<T> run(String purpose, IoCall<T> call) {
		return Mono.<T>create((sink) -> Schedulers.boundedElastic().schedule(() -> complete(sink, call)))
			.onErrorMap((ex) -> !(ex instanceof SessionStoreException), (ex) -> failure(purpose, ex));
	}

	private static <T> void complete(MonoSink<T> sink, IoCall<T> call) {
		try {
			sink.success(call.call());
		}
		catch (Throwable ex) {
			sink.error(ex);
		}
	}

	private SessionStoreException failure(String purpose, Throwable ex) {
		return new SessionStoreException("Could not " + purpose + " in " + this.directory + " (" + ex
				+ "); what was stored before is untouched. Look at the space, the permissions and the mount of the"
				+ " directory", ex);
	}

}

package io.westmoon.login.faults;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;

/**
 * Knows this machine's names and no other, without asking a name server, whose answer may
 * be late or another one each time.
 */
final class LocalNames extends AddressResolverGroup<InetSocketAddress> {

	private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1");

	@Override
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		return new InetNameResolver(executor) {

			@Override
			protected void doResolve(String name, Promise<InetAddress> promise) throws UnknownHostException {
				promise.setSuccess(address(name));
			}

			@Override
			protected void doResolveAll(String name, Promise<List<InetAddress>> promise) throws UnknownHostException {
				promise.setSuccess(List.of(address(name)));
			}

		}.asAddressResolver();
	}

	private static InetAddress address(String name) throws UnknownHostException {
		if (!NAMES.contains(name)) {
			throw new UnknownHostException(name);
		}
		return InetAddress.getLoopbackAddress();
	}

}

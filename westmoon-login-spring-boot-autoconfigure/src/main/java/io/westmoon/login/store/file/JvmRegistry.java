package io.westmoon.login.store.file;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What all copies of this library in the JVM share, whatever class loaders they have. The
 * map and all that is in it is of JDK types. It is the result of a future that is
 * registered as an MBean, since the JDK has no other place for an object that all class
 * loaders can find: system properties must be text. Starting the JVM's MBean server takes
 * longer than all else that a store does when it is opened, so this is left until a lock
 * is taken.
 */
final class JvmRegistry {

	private static final Log logger = LogFactory.getLog(JvmRegistry.class);

	private static final String NAME = "io.westmoon.login:type=FileStores,format=1";

	private static final Map<Object, Object[]> SHARED = find();

	private JvmRegistry() {
	}

	/**
	 * Returns the registry, which must be synchronized on.
	 * @return keys and what is registered for them
	 */
	static Map<Object, Object[]> shared() {
		return SHARED;
	}

	@SuppressWarnings("unchecked")
	private static Map<Object, Object[]> find() {
		Map<Object, Object[]> own = new HashMap<>();
		try {
			MBeanServer server = ManagementFactory.getPlatformMBeanServer();
			ObjectName name = new ObjectName(NAME);
			try {
				server.registerMBean(new StandardMBean(CompletableFuture.completedFuture(own), Future.class, false),
						name);
				return own;
			}
			catch (InstanceAlreadyExistsException ex) {
				return (Map<Object, Object[]>) server.invoke(name, "get", null, null);
			}
		}
		catch (JMException | LinkageError | SecurityException ex) {
			logger.debug("Without JMX, copies of this library in other class loaders are not known", ex);
			return own;
		}
	}

}

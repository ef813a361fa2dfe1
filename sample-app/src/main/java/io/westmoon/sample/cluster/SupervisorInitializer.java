package io.westmoon.sample.cluster;

import io.westmoon.sample.demo.DemoPlatformInitializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Profiles;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Leaves the desk out of the process that starts the others in the profile
 * {@code cluster-demo}, since that process has no login.
 */
public class SupervisorInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (context.getEnvironment().acceptsProfiles(Profiles.of(DemoPlatformInitializer.CLUSTER_PROFILE))) {
			context.getBeanFactory().registerSingleton("withoutDesk", new WithoutDesk());
		}
	}

	/**
	 * Excludes what needs a login from the component scan.
	 */
	private static final class WithoutDesk extends TypeExcludeFilter {

		@Override
		public boolean match(MetadataReader reader, MetadataReaderFactory factory) {
			String name = reader.getClassMetadata().getClassName();
			return name.startsWith("io.westmoon.sample.stock.")
					|| name.equals("io.westmoon.sample.login.LoginController");
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof WithoutDesk;
		}

		@Override
		public int hashCode() {
			return WithoutDesk.class.hashCode();
		}

	}

}

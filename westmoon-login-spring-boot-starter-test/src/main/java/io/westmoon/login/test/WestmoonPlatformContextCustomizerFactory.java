package io.westmoon.login.test;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Gives every {@code @SpringBootTest} and every slice test with
 * {@link AutoConfigureWestmoonLogin} a fake platform.
 */
class WestmoonPlatformContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return (TestContextAnnotationUtils.hasAnnotation(testClass, SpringBootTest.class)
				|| TestContextAnnotationUtils.hasAnnotation(testClass, AutoConfigureWestmoonLogin.class))
						? new WestmoonPlatformContextCustomizer() : null;
	}

}

package io.westmoon.login.autoconfigure;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Tells whose beans are whose. The name of the bean that a definition names as its
 * factory does not: it is missing once a context was processed ahead of time.
 */
final class BeanMethods {

	private BeanMethods() {
	}

	/**
	 * Tells whether a method of a type makes a bean.
	 * @param beans the beans
	 * @param name the name of the bean
	 * @param type the type that declares the method, or a supertype of it
	 */
	static boolean isMadeBy(ConfigurableListableBeanFactory beans, String name, Class<?> type) {
		Method method = method(beans, name);
		return method != null && type.isAssignableFrom(method.getDeclaringClass());
	}

	private static @Nullable Method method(ConfigurableListableBeanFactory beans, String name) {
		return (beans.containsBeanDefinition(name)
				&& beans.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition)
						? definition.getResolvedFactoryMethod() : null;
	}

}

package io.westmoon.login.autoconfigure;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.http.WestmoonBearerTokenInterceptor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Makes beans of the clients, filters and interceptors of the configured accounts, for
 * {@code @Qualifier("shop-b")}. Without a qualifier the default account's are injected,
 * or those of the only account.
 */
final class AccountBeans implements ImportBeanDefinitionRegistrar, EnvironmentAware {

	/**
	 * Name of the bean that gives the clients.
	 */
	static final String CLIENTS = "westmoonAuthClients";

	private static final String FILTERS = "westmoonBearerTokenFilters";

	private Environment environment = new StandardEnvironment();

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		for (String account : AccountSettings.names(this.environment)) {
			register(registry, account, WestmoonAuthClient.class, CLIENTS, "get");
			register(registry, account, WestmoonBearerTokenFilter.class, FILTERS, "forAccount");
			register(registry, account, WestmoonBearerTokenInterceptor.class, FILTERS, "interceptorForAccount");
		}
	}

	private static void register(BeanDefinitionRegistry registry, String account, Class<?> type, String factoryBean,
			String factoryMethod) {
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.setFactoryBeanName(factoryBean);
		definition.setFactoryMethodName(factoryMethod);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, account);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, account));
		definition.setFallback(true);
		registry.registerBeanDefinition(account + "." + type.getSimpleName(), definition);
	}

}

package io.westmoon.login.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Gives a slice test, such as a {@code @WebMvcTest} or a {@code @WebFluxTest}, what a
 * {@code @SpringBootTest} has anyway: the login, {@code WebClient} and a
 * {@link WestmoonPlatformServer}. <pre class="code">
 * &#64;WebMvcTest(ProductController.class)
 * &#64;AutoConfigureWestmoonLogin
 * &#64;Import(ProductClient.class)
 * class ProductControllerTests {
 * }
 * </pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ImportAutoConfiguration
public @interface AutoConfigureWestmoonLogin {

}

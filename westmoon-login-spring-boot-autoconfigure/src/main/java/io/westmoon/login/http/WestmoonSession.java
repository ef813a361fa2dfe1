package io.westmoon.login.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets the calls of an {@code @HttpExchange} interface, or of one of its methods, carry
 * the Westmoon session. What a method says replaces what its type says. Works in every
 * group of HTTP services:
 *
 * <pre class="code">
 * &#64;HttpExchange("/api")
 * interface ShopApi {
 *
 *     &#64;GetExchange("/products")
 *     &#64;WestmoonSession(optional = true)
 *     List&lt;Product&gt; products();
 *
 *     &#64;PostExchange("/orders")
 *     &#64;WestmoonSession(account = "shop-b", replay = false)
 *     Order order(&#64;RequestBody Order order);
 *
 * }
 * </pre>
 *
 * In a group that has an account by the property
 * {@code westmoon.login.http-service-groups}, calls without the annotation carry that
 * account's session; in other groups they are left alone. A proxy that is built with
 * {@code HttpServiceProxyFactory} outside of a group ignores the annotation.
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
public @interface WestmoonSession {

	/**
	 * Name of the account. By default that of the group or, if the group has none, the
	 * default account or the only account there is.
	 * @return the name; empty for the default
	 */
	String account() default "";

	/**
	 * Whether a call goes out without a session if there is none, see
	 * {@link WestmoonBearerTokenFilter#optional()}.
	 * @return whether the call can do without a session
	 */
	boolean optional() default false;

	/**
	 * Whether a call that was answered with HTTP 401 may be sent once more, see
	 * {@link WestmoonBearerTokenFilter#noReplay()}.
	 * @return whether the call may be sent twice
	 */
	boolean replay() default true;

}

package io.westmoon.sample.demo;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.westmoon.login.test.WestmoonPlatformServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Starts the fake platform in the demos, and the robot of a group chat in the one with
 * one process, before anything reads where they are, and says how to choose another port,
 * before one turns out to be in use. Its settings win over all others, so that a demo
 * neither leaves the machine nor touches the stored login of whoever runs it.
 */
public class DemoPlatformInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	/**
	 * The profile of the demo with one process.
	 */
	static final String PROFILE = "demo";

	/**
	 * The profile of the demo with several processes.
	 */
	public static final String CLUSTER_PROFILE = "cluster-demo";

	/**
	 * The id of the only user who may log in.
	 */
	static final String OWNER = "85844";

	private static final String BEAN = "demoPlatform";

	private static final String ROBOT = "demoChatRobot";

	private static final String NOTIFY = "westmoon.login.notify.";

	/**
	 * Short enough to see how a session is renewed before its end.
	 */
	private static final Duration SESSION_LIFE = Duration.ofMinutes(30);

	private static final Log logger = LogFactory.getLog(DemoPlatformInitializer.class);

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		if (!environment.acceptsProfiles(Profiles.of(PROFILE, CLUSTER_PROFILE))) {
			return;
		}
		logger.info("这是演示：假平台、假手机，不连外网，不用输密码 | This is a demo: a fake platform and a fake phone, offline, no password");
		logger.info("换端口 | Another port: SERVER_PORT=9090, or --server.port=9090"
				+ " (with Maven: -Dspring-boot.run.arguments=--server.port=9090)");
		int port = environment.getProperty("sample.demo.platform-port", Integer.class, 0);
		WestmoonPlatformServer platform = WestmoonPlatformServer.start(port);
		DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
		beans.registerSingleton(BEAN, platform);
		beans.registerDisposableBean(BEAN, platform::close);
		environment.getPropertySources()
			.addFirst(new MapPropertySource(BEAN, Map.of("westmoon.login.base-url", platform.url(),
					"westmoon.login.store.type", "memory", "westmoon.login.expected-user-id", OWNER)));
		if (environment.acceptsProfiles(Profiles.of(PROFILE))) {
			platform.tokenLife(SESSION_LIFE);
			startChat(beans, environment);
		}
	}

	/**
	 * Has people told in the demo's chat and nowhere else. Where the port is known, they
	 * get a link to the login page, otherwise the picture of the code.
	 */
	private static void startChat(DefaultListableBeanFactory beans, ConfigurableEnvironment environment) {
		ChatRobot robot = new ChatRobot(Clock.systemUTC());
		beans.registerSingleton(ROBOT, robot);
		beans.registerDisposableBean(ROBOT, robot::close);
		Map<String, Object> settings = new HashMap<>();
		settings.put(NOTIFY + "wecom.url", robot.url());
		for (String other : new String[] { "dingtalk.url", "feishu.url", "webhook.url", "mail.to" }) {
			settings.put(NOTIFY + other, "");
		}
		if (!environment.containsProperty(NOTIFY + "language")) {
			settings.put(NOTIFY + "language", Locale.getDefault().getLanguage().equals("zh") ? "zh" : "en");
		}
		int port = environment.getProperty("server.port", Integer.class, 8080);
		if (port != 0) {
			settings.put("westmoon.login.page.public-url", "http://localhost:" + port + "/westmoon/login");
		}
		environment.getPropertySources().addFirst(new MapPropertySource(ROBOT, settings));
	}

}

package io.westmoon.sample;

import java.util.Arrays;

import io.westmoon.sample.cli.LoginCommandLine;
import io.westmoon.sample.cluster.SupervisorInitializer;
import io.westmoon.sample.demo.DemoPlatformInitializer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the web application or, if the first argument is {@code login}, runs the command
 * line, which needs no Spring context. Whoever forgets that word does not get a server
 * that nobody asked for.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Starts what the arguments ask for.
	 * @param args the arguments of the process
	 */
	public static void main(String[] args) {
		if (LoginCommandLine.isMeantBy(args)) {
			System
				.exit(LoginCommandLine.run(args[0].equals("login") ? Arrays.copyOfRange(args, 1, args.length) : args));
		}
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.addInitializers(new DemoPlatformInitializer(), new SupervisorInitializer());
		application.run(args);
	}

}

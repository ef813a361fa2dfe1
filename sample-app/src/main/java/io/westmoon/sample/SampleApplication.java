package io.westmoon.sample;

import java.util.Arrays;

import io.westmoon.sample.cli.LoginCommandLine;
import io.westmoon.sample.cluster.SupervisorInitializer;
import io.westmoon.sample.demo.DemoPlatformInitializer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the web application or, if the first argument is {@code login}, runs the command
 * line, which needs no Spring context.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Starts what the arguments ask for.
	 * @param args the arguments of the process
	 */
	public static void main(String[] args) {
		if (args.length > 0 && args[0].equals("login")) {
			System.exit(LoginCommandLine.run(Arrays.copyOfRange(args, 1, args.length)));
		}
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.addInitializers(new DemoPlatformInitializer(), new SupervisorInitializer());
		application.run(args);
	}

}

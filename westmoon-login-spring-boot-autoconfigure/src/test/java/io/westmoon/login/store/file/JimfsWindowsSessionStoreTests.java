package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.util.List;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.SessionStoreContractTests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class JimfsWindowsSessionStoreTests extends SessionStoreContractTests {

	private final FileSystem fileSystem = Jimfs
		.newFileSystem(Configuration.windows().toBuilder().setAttributeViews("basic", "owner", "acl").build());

	private FileSessionStore store;

	@BeforeEach
	void open() {
		this.store = new FileSessionStore("default", this.fileSystem.getPath("C:\\Users\\me\\.westmoon"),
				Samples.CLOCK);
	}

	@AfterEach
	void close() throws IOException {
		this.fileSystem.close();
	}

	@Override
	protected SessionStore store() {
		return this.store;
	}

	@Test
	void isPrivate() throws IOException {
		get(this.store.save(Samples.session("a")));
		assertOwnerOnly(this.store.directory());
		assertOwnerOnly(this.store.directory().resolve("tokens.json"));
		assertOwnerOnly(this.store.directory().resolve(".store.lock"));
	}

	@Test
	void warnsOfNobodyWhereNobodyHasAccess(CapturedOutput output) {
		get(this.store.save(Samples.session("a")));
		get(this.store.load());
		assertThat(output.getOut()).doesNotContain("had access").doesNotContain("may have access");
	}

	@Test
	void handsItsPermissionsDown() throws IOException {
		Path wide = Files.createDirectory(this.fileSystem.getPath("C:\\wide"));
		new FileSessionStore("default", wide, Samples.CLOCK);
		assertOwnerOnly(wide);
		assertThat(Files.getFileAttributeView(wide, AclFileAttributeView.class).getAcl().get(0).flags())
			.containsExactlyInAnyOrder(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT);
	}

	@Test
	void takesAwayWhatOthersMayDoAndWarnsOnce(CapturedOutput output) throws IOException {
		get(this.store.save(Samples.session("a")));
		Path tokens = this.store.directory().resolve("tokens.json");
		AclEntry everyone = AclEntry.newBuilder()
			.setType(AclEntryType.ALLOW)
			.setPrincipal(this.fileSystem.getUserPrincipalLookupService().lookupPrincipalByName("Everyone"))
			.setPermissions(AclEntryPermission.READ_DATA)
			.build();
		for (int i = 0; i < 2; i++) {
			Files.getFileAttributeView(tokens, AclFileAttributeView.class).setAcl(List.of(everyone));
			get(this.store.load());
			assertOwnerOnly(tokens);
		}
		assertThat(output.getOut()).containsOnlyOnce(tokens.toString());
	}

	@Test
	void doesNotBelieveAFileOfAnotherUser() throws IOException {
		get(this.store.save(Samples.session("a")));
		Path tokens = this.store.directory().resolve("tokens.json");
		Files.setOwner(tokens, this.fileSystem.getUserPrincipalLookupService().lookupPrincipalByName("mallory"));
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(this.store.load()))
			.withMessageContainingAll(tokens.toString(), "mallory", "icacls \"" + tokens + "\" /setowner");
		assertThatExceptionOfType(SessionStoreUnavailableException.class)
			.isThrownBy(() -> new FileSessionStore("default", this.store.directory(), Samples.CLOCK))
			.withMessageContainingAll(tokens.toString(), "mallory");
	}

	@Test
	void believesAFileOfTheAdministrators() throws IOException {
		get(this.store.save(Samples.session("a")));
		Files.setOwner(this.store.directory().resolve("tokens.json"),
				this.fileSystem.getUserPrincipalLookupService().lookupPrincipalByGroupName("Administrators"));
		assertThat(get(this.store.load())).isEqualTo(Samples.session("a"));
	}

	@Test
	void isRefusedInADirectoryOfAnotherUser() throws IOException {
		Path foreign = Files.createDirectory(this.fileSystem.getPath("C:\\foreign"));
		Files.setOwner(foreign, this.fileSystem.getUserPrincipalLookupService().lookupPrincipalByName("mallory"));
		assertThatExceptionOfType(SessionStoreUnavailableException.class)
			.isThrownBy(() -> new FileSessionStore("default", foreign, Samples.CLOCK))
			.withMessageContainingAll(foreign.toString(), "mallory");
	}

	private void assertOwnerOnly(Path path) throws IOException {
		List<AclEntry> entries = Files.getFileAttributeView(path, AclFileAttributeView.class).getAcl();
		assertThat(entries).singleElement().satisfies((entry) -> {
			assertThat(entry.type()).isEqualTo(AclEntryType.ALLOW);
			assertThat(entry.principal().getName()).isEqualTo(System.getProperty("user.name"));
		});
	}

}

package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AccountFilesTests {

	private final FileSystem fileSystem = Jimfs.newFileSystem(Configuration.unix());

	private final AccountFiles accounts = new AccountFiles(this.fileSystem);

	@BeforeEach
	void write() throws IOException {
		Files.createDirectory(this.fileSystem.getPath("/etc"));
		Files.writeString(this.fileSystem.getPath("/etc/passwd"), """
				root:x:0:0:root:/root:/bin/bash
				sync:x:5:0:sync:/sbin:/bin/sync
				me:x:1000:1000::/home/me:/bin/bash
				other:x:1001:100::/home/other:/bin/bash
				unnamed:x:1002:3000::/home/unnamed:/bin/bash
				broken
				""");
		Files.writeString(this.fileSystem.getPath("/etc/group"), """
				root:x:0:
				users:x:100:
				me:x:1000:
				mine:x:2000:me,root
				ours:x:2001:me,other
				empty:x:2002:
				""");
	}

	@AfterEach
	void close() throws IOException {
		this.fileSystem.close();
	}

	@ParameterizedTest
	@CsvSource({ "0,root", "1000,me", "2000,mine", "2002,empty", "4000,4000" })
	void aGroupWithoutOthersIsNotShared(int group, String name) {
		assertThat(this.accounts.isShared(group, name, 1000)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "100,users", "2001,ours", "3000,3000" })
	void aGroupWithOthersIsShared(int group, String name) {
		assertThat(this.accounts.isShared(group, name, 1000)).isTrue();
	}

	@Test
	void aGroupOfADirectoryServiceIsShared() {
		assertThat(this.accounts.isShared(5000, "staff", 1000)).isTrue();
	}

	@Test
	void aNamedGroupIsSharedIfTheUserIsNotInTheFiles() {
		assertThat(this.accounts.isShared(2002, "empty", 7000)).isTrue();
		assertThat(this.accounts.isShared(4000, "4000", 7000)).isFalse();
	}

	@Test
	void theGroupsOfRootAreCheckedToo() {
		assertThat(this.accounts.isShared(2002, "empty", 0)).isFalse();
		assertThat(this.accounts.isShared(1000, "me", 0)).isTrue();
	}

	@Test
	void withoutTheFilesOnlyAGroupWithoutANameIsNotShared() throws IOException {
		Files.delete(this.fileSystem.getPath("/etc/passwd"));
		Files.delete(this.fileSystem.getPath("/etc/group"));
		assertThat(this.accounts.isShared(2002, "empty", 1000)).isTrue();
		assertThat(this.accounts.isShared(4000, "4000", 1000)).isFalse();
	}

}

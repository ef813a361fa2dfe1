package io.westmoon.login.store.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginQrCode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of codes in {@code qr_codes}, named after the epoch second of their code,
 * where a person and the existing tool find them.
 */
final class CodeImages {

	private static final Log logger = LogFactory.getLog(CodeImages.class);

	static final String NAME = "qr_codes";

	private static final Pattern FILE_NAME = Pattern.compile("login_qr_(\\d{1,11})\\.\\w{1,8}");

	private static final int MAX_BYTES = 2 * 1024 * 1024;

	private static final Duration LIFE = Duration.ofHours(1);

	private static final long TOLERANCE_SECONDS = 2;

	private final StoreDirectory directory;

	private volatile @Nullable Found found;

	CodeImages(StoreDirectory directory) {
		this.directory = directory;
	}

	/**
	 * Tells where the picture of a code is, without looking.
	 * @param code the code
	 * @return the file, {@code null} if the code has no picture
	 */
	@Nullable Path whereIs(LoginQrCode code) {
		CodeImage image = code.image();
		Found other = this.found;
		if (image == null) {
			return null;
		}
		return (other != null && other.code.equals(code)) ? other.file : ownFile(code, image);
	}

	private Path ownFile(LoginQrCode code, CodeImage image) {
		return this.directory.file(NAME)
			.resolve("login_qr_" + code.issuedAt().getEpochSecond() + "." + image.extension());
	}

	void write(LoginQrCode code) throws IOException {
		CodeImage image = code.image();
		if (image == null) {
			return;
		}
		Path file = ownFile(code, image);
		this.directory.ensureExists(NAME);
		byte[] bytes = image.bytes();
		if (!Arrays.equals(bytes, stored(file))) {
			new AtomicFile(file, this.directory.permissions()).write(bytes);
		}
		this.found = null;
	}

	/**
	 * Attaches the picture that the existing tool may have stored for a code.
	 * @param code the code
	 * @return the code, with its picture if there is one that is readable
	 */
	LoginQrCode withImage(LoginQrCode code) {
		Found known = this.found;
		if (known != null && known.code.scanToken().equals(code.scanToken())) {
			return known.code;
		}
		long second = code.issuedAt().getEpochSecond();
		for (Path file : files((time) -> Math.abs(time - second) <= TOLERANCE_SECONDS)) {
			try {
				LoginQrCode complete = new LoginQrCode(code.scanToken(), CodeImage.of(read(file)), code.issuedAt(),
						code.expiresAt(), code.pollInterval());
				this.found = new Found(complete, file);
				return complete;
			}
			catch (IOException | IllegalArgumentException ex) {
				logger.debug("No usable picture in " + file);
			}
		}
		return code;
	}

	private byte @Nullable [] stored(Path file) throws IOException {
		try {
			return read(file);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private byte[] read(Path file) throws IOException {
		try (InputStream in = this.directory.permissions().read(file)) {
			return in.readNBytes(MAX_BYTES + 1);
		}
	}

	void remove(LoginQrCode code) {
		Path file = whereIs(code);
		if (file != null) {
			remove(file);
		}
	}

	void removeAll() {
		files((time) -> true).forEach(this::remove);
	}

	void removeOld(Instant now) {
		long before = now.minus(LIFE).getEpochSecond();
		files((time) -> time < before).forEach(this::remove);
	}

	private void remove(Path file) {
		try {
			new AtomicFile(file, this.directory.permissions()).delete();
		}
		catch (IOException ex) {
			logger.debug("The picture of a code stays", ex);
		}
	}

	private List<Path> files(Predicate<Long> second) {
		List<Path> matching = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory.file(NAME))) {
			for (Path file : files) {
				Matcher name = FILE_NAME.matcher(file.getFileName().toString());
				if (name.matches() && second.test(Long.valueOf(name.group(1)))) {
					matching.add(file);
				}
			}
		}
		catch (NoSuchFileException | NotDirectoryException ex) {
			logger.trace("No pictures", ex);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The pictures of the codes cannot be listed", ex);
		}
		return matching;
	}

	private record Found(LoginQrCode code, Path file) {
	}

}

package io.westmoon.login;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CodeImageTests {

	private static final String PNG = "89504e470d0a1a0a 0000000d 49484452";

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg", "gif" })
	void tellsTheKindOfARealPicture(String format) {
		byte[] picture = picture(format, 37, 21);
		CodeImage image = CodeImage.of(picture);
		assertThat(image.mediaType()).isEqualTo("image/" + format);
		assertThat(image.bytes()).isEqualTo(picture);
		assertThat(ImageHeader.read(picture)).isEqualTo(new ImageHeader("image/" + format, 37, 21));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(textBlock = """
			WebP lossy,    52494646 24000000 57454250 56503820 18000000 300100 9d012a 25001500, image/webp, 37, 21
			WebP lossless, 52494646 24000000 57454250 5650384c 18000000 2f 24000500,           image/webp, 37, 21
			WebP extended, 52494646 24000000 57454250 56503858 0a000000 10000000 240000 140000, image/webp, 37, 21
			GIF87a,        474946383761 2500 1500,                                             image/gif,  37, 21
			JPEG after tables, ffd8 ffe00004ffc0 ffc40002 ff01 ffffffc2 000b 08 0015 0025,     image/jpeg, 37, 21
			""")
	void readsTheSizeOutOfTheHeader(String name, String hex, String mediaType, int width, int height) {
		assertThat(ImageHeader.read(bytes(hex))).isEqualTo(new ImageHeader(mediaType, width, height));
	}

	@ParameterizedTest
	@ValueSource(strings = { PNG + "00001001 00000001", PNG + "00000001 00001001", PNG + "ffffffff 00000001",
			PNG + "00000000 00000001", PNG + "00000001 00000000", "474946383961 0000 0100",
			"52494646 24000000 57454250 56503858 0a000000 10000000 ffffff 000000", "ffd8ffc0 000b 08 0000 0025" })
	void refusesASizeThatIsZeroOrTooLarge(String hex) {
		assertThatIllegalArgumentException().isThrownBy(() -> CodeImage.of(bytes(hex)))
			.withMessageContaining("4096 pixels");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "89", "3c73766720", "424d", "504b0304", "ffd9", "00000018667479706176696600" })
	void refusesWhatIsNoPictureItKnows(String hex) {
		assertThatIllegalArgumentException().isThrownBy(() -> CodeImage.of(bytes(hex)))
			.withMessageContaining("neither PNG, JPEG, GIF nor WebP");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ffd8ffda0002", "ffd8ffd9", "ffd8ffe00000", "ffd8ffe00001", "ffd8ffe0ffff", "ffd8ffffff",
			"ffd8ff00", "52494646 24000000 57454250 41424344", "89504e470d0a1a0a 0000000d 49444154 00000001 00000001",
			"52494646 24000000 57454250 5650384c 18000000 30 24000500" })
	void refusesADamagedHeader(String hex) {
		assertThatIllegalArgumentException().isThrownBy(() -> CodeImage.of(bytes(hex)))
			.withMessageContaining("damaged or ends too early");
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg", "gif" })
	void refusesEveryTruncatedHeader(String format) {
		byte[] picture = picture(format, 5, 5);
		int refused = 0;
		for (int length = 0; length < Math.min(picture.length, 24); length++) {
			byte[] truncated = Arrays.copyOf(picture, length);
			try {
				ImageHeader.read(truncated);
			}
			catch (IllegalArgumentException ex) {
				refused++;
			}
		}
		assertThat(refused).isGreaterThanOrEqualTo(10);
	}

	@Test
	void anythingThatBeginsLikeAPictureEndsWell() {
		Random random = new Random(42);
		byte[][] beginnings = { bytes(PNG), bytes("ffd8ffe0"), bytes("474946383961"),
				bytes("52494646 24000000 57454250 56503820") };
		for (int i = 0; i < 20_000; i++) {
			byte[] hostile = new byte[64 + random.nextInt(64)];
			random.nextBytes(hostile);
			byte[] beginning = beginnings[i % beginnings.length];
			System.arraycopy(beginning, 0, hostile, 0, beginning.length);
			assertThatCode(() -> {
				try {
					CodeImage.of(hostile);
				}
				catch (IllegalArgumentException ex) {
					assertThat(ex).hasMessageStartingWith("The picture");
				}
			}).doesNotThrowAnyException();
		}
	}

	@Test
	void refusesMoreThanTwoMebibytes() {
		byte[] allowed = Arrays.copyOf(picture("png", 5, 5), 2 * 1024 * 1024);
		assertThat(CodeImage.of(allowed).bytes()).hasSize(2097152);
		assertThatIllegalArgumentException().isThrownBy(() -> CodeImage.of(Arrays.copyOf(allowed, allowed.length + 1)))
			.withMessageContaining("2097153 bytes");
	}

	@Test
	void doesNotShareItsBytes() {
		byte[] picture = picture("png", 5, 5);
		CodeImage image = CodeImage.of(picture);
		picture[0] = 0;
		image.bytes()[1] = 0;
		assertThat(image.bytes()).startsWith(0x89, 'P');
	}

	@Test
	void readsItsOwnDataUri() {
		CodeImage image = CodeImage.of(picture("gif", 5, 5));
		assertThat(CodeImage.ofDataUri(image.dataUri())).isEqualTo(image).hasSameHashCodeAs(image);
	}

	@ParameterizedTest
	@ValueSource(strings = { "data:image/png;base64,", "DATA:IMAGE/PNG;BASE64,", "data:image/jpeg;base64,",
			"data:image/svg+xml;base64,", "data:image/png;charset=utf-8;base64,", "  data:image/jpg;base64, \r\n\t" })
	void theSignatureDecidesWhateverTheDataUriSays(String beginning) {
		String base64 = Base64.getMimeEncoder().encodeToString(picture("png", 5, 5));
		assertThat(CodeImage.ofDataUri(beginning + base64).mediaType()).isEqualTo("image/png");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "c2VjcmV0", "data:image/png,c2VjcmV0", "data:text/html;base64,c2VjcmV0",
			"data:image/png;base64c2VjcmV0", "https://example.org/,c2VjcmV0", "data:image/png;base64,c2V*jcmV0",
			"data:image/png;base64,c2VjcmV0", "data:image/png;base64,", ",;base64,data:image/" })
	void aDataUriThatIsNoneIsNeverEchoed(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> CodeImage.ofDataUri(uri))
			.withMessageStartingWith("The picture")
			.withMessageNotContaining("c2V")
			.withNoCause();
	}

	@Test
	void refusesADataUriThatIsTooLong() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CodeImage.ofDataUri("data:image/png;base64," + "A".repeat(5_000_000)))
			.withMessageContaining("longer than");
	}

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex.replace(" ", ""));
	}

	private static byte[] picture(String format, int width, int height) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try {
			ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

}

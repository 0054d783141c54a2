package io.natsevents.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A self-signed certificate with its key, as PEM files.
 *
 * @param certificate file of the certificate
 * @param key file of the private key
 */
record Certificates(Path certificate, Path key) {

	private static final char[] PASSWORD = "changeit".toCharArray();

	/**
	 * Let the JDK's keytool make one.
	 * @param directory where to put the files
	 * @param name name of the files
	 * @param host the only host the certificate is for
	 */
	static Certificates selfSigned(Path directory, String name, String host)
			throws IOException, InterruptedException, GeneralSecurityException {
		Path keyStore = directory.resolve(name + ".p12");
		run(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
				name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "SAN=dns:" + host, "-validity", "2",
				"-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore", keyStore.toString()));
		KeyStore entries = KeyStore.getInstance("PKCS12");
		try (InputStream content = new ByteArrayInputStream(Files.readAllBytes(keyStore))) {
			entries.load(content, PASSWORD);
		}
		return new Certificates(
				write(directory.resolve(name + ".crt"), "CERTIFICATE", entries.getCertificate(name).getEncoded()),
				write(directory.resolve(name + ".key"), "PRIVATE KEY", entries.getKey(name, PASSWORD).getEncoded()));
	}

	private static void run(List<String> command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		if (process.waitFor() != 0) {
			throw new IllegalStateException("keytool failed: " + output);
		}
	}

	private static Path write(Path file, String kind, byte[] content) throws IOException {
		return Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind,
				Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content), kind));
	}

}

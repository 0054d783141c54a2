package io.natsevents.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * An SSL context whose client sockets get further parameters, and are made with the
 * certificates of the moment. The client takes only a context, keeps it for all its
 * connects, and never sets parameters itself; without the name check it would accept any
 * trusted certificate, whoever it is for (tried on jnats 2.26.2).
 */
final class ConfiguredSslContext extends SSLContext {

	/**
	 * Create a context.
	 * @param delegate does everything but make client sockets
	 * @param current is asked for the context of each connect
	 * @param parameters configures each client socket
	 */
	ConfiguredSslContext(SSLContext delegate, Supplier<SSLContext> current, Consumer<SSLParameters> parameters) {
		super(new Spi(delegate, current, parameters), delegate.getProvider(), delegate.getProtocol());
	}

	private static final class Spi extends SSLContextSpi {

		private final SSLContext delegate;

		private final Supplier<SSLContext> current;

		private final Consumer<SSLParameters> parameters;

		Spi(SSLContext delegate, Supplier<SSLContext> current, Consumer<SSLParameters> parameters) {
			this.delegate = delegate;
			this.current = current;
			this.parameters = parameters;
		}

		@Override
		protected void engineInit(KeyManager[] keyManagers, TrustManager[] trustManagers, SecureRandom random)
				throws KeyManagementException {
			this.delegate.init(keyManagers, trustManagers, random);
		}

		@Override
		protected SSLSocketFactory engineGetSocketFactory() {
			return new Factory(this.current.get().getSocketFactory(), this.parameters);
		}

		@Override
		protected SSLServerSocketFactory engineGetServerSocketFactory() {
			return this.delegate.getServerSocketFactory();
		}

		@Override
		protected SSLEngine engineCreateSSLEngine() {
			return this.delegate.createSSLEngine();
		}

		@Override
		protected SSLEngine engineCreateSSLEngine(String host, int port) {
			return this.delegate.createSSLEngine(host, port);
		}

		@Override
		protected SSLSessionContext engineGetServerSessionContext() {
			return this.delegate.getServerSessionContext();
		}

		@Override
		protected SSLSessionContext engineGetClientSessionContext() {
			return this.delegate.getClientSessionContext();
		}

	}

	private static final class Factory extends SSLSocketFactory {

		private final SSLSocketFactory delegate;

		private final Consumer<SSLParameters> parameters;

		Factory(SSLSocketFactory delegate, Consumer<SSLParameters> parameters) {
			this.delegate = delegate;
			this.parameters = parameters;
		}

		private Socket configured(Socket socket) {
			if (socket instanceof SSLSocket sslSocket) {
				SSLParameters configured = sslSocket.getSSLParameters();
				this.parameters.accept(configured);
				sslSocket.setSSLParameters(configured);
			}
			return socket;
		}

		@Override
		public String[] getDefaultCipherSuites() {
			return this.delegate.getDefaultCipherSuites();
		}

		@Override
		public String[] getSupportedCipherSuites() {
			return this.delegate.getSupportedCipherSuites();
		}

		@Override
		public Socket createSocket() throws IOException {
			return configured(this.delegate.createSocket());
		}

		@Override
		public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
			return configured(this.delegate.createSocket(socket, host, port, autoClose));
		}

		@Override
		public Socket createSocket(String host, int port) throws IOException {
			return configured(this.delegate.createSocket(host, port));
		}

		@Override
		public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
			return configured(this.delegate.createSocket(host, port, localHost, localPort));
		}

		@Override
		public Socket createSocket(InetAddress host, int port) throws IOException {
			return configured(this.delegate.createSocket(host, port));
		}

		@Override
		public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
				throws IOException {
			return configured(this.delegate.createSocket(address, port, localAddress, localPort));
		}

	}

}

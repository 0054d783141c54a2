package io.natsevents.connection;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;

import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import org.jspecify.annotations.Nullable;

/**
 * An operator with one account that has JetStream, for a server that trusts JWTs.
 */
final class OperatorMode {

	private static final String UNLIMITED = "\"limits\":{\"subs\":-1,\"data\":-1,\"payload\":-1,\"imports\":-1,"
			+ "\"exports\":-1,\"wildcards\":true,\"conn\":-1,\"leaf\":-1%s}";

	private static final String JETSTREAM = ",\"mem_storage\":-1,\"disk_storage\":-1,\"streams\":-1,\"consumer\":-1";

	private final NKey operator;

	private final NKey system;

	private final NKey account;

	private OperatorMode(NKey operator, NKey system, NKey account) {
		this.operator = operator;
		this.system = system;
		this.account = account;
	}

	static OperatorMode create() throws GeneralSecurityException, IOException {
		return new OperatorMode(NKey.createOperator(null), NKey.createAccount(null), NKey.createAccount(null));
	}

	/**
	 * What {@code nsc} would write for a new user.
	 */
	String credentials() throws GeneralSecurityException, IOException {
		return credentials(null);
	}

	/**
	 * What {@code nsc} would write for a new user.
	 * @param validity how long the server lets it in, in whole seconds, or {@code null}
	 * for ever
	 */
	String credentials(@Nullable Duration validity) throws GeneralSecurityException, IOException {
		NKey user = NKey.createUser(null);
		String userJwt = JwtUtils.issueUserJWT(this.account, id(this.account), id(user), "user", validity);
		return JwtUtils.NATS_USER_JWT_FORMAT.formatted(userJwt, String.valueOf(user.getSeed()));
	}

	String serverConfiguration() throws GeneralSecurityException, IOException {
		String operatorJwt = issue(id(this.operator), "operator", "{\"type\":\"operator\",\"version\":2}");
		return "operator: %s\nsystem_account: %s\nresolver: MEMORY\nresolver_preload: { %s: %s, %s: %s }".formatted(
				operatorJwt, id(this.system), id(this.system), account(this.system, ""), id(this.account),
				account(this.account, JETSTREAM));
	}

	private String account(NKey key, String limits) throws GeneralSecurityException, IOException {
		return issue(id(key), "account", "{" + UNLIMITED.formatted(limits) + ",\"type\":\"account\",\"version\":2}");
	}

	private String issue(String subject, String name, String claim) throws GeneralSecurityException, IOException {
		return JwtUtils.issueJWT(this.operator, subject, name, null, Instant.now().getEpochSecond(), id(this.operator),
				() -> claim);
	}

	private static String id(NKey key) throws GeneralSecurityException, IOException {
		return String.valueOf(key.getPublicKey());
	}

}

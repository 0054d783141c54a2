package io.natsevents.connection;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;

import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;

/**
 * An operator with one account and one user, for a server that trusts JWTs.
 *
 * @param operatorJwt the operator's own claim
 * @param accountId public key of the account
 * @param accountJwt claim of the account, issued by the operator
 * @param credentials what {@code nsc} would write for the user
 */
record OperatorMode(String operatorJwt, String accountId, String accountJwt, String credentials) {

	static OperatorMode create() throws GeneralSecurityException, IOException {
		NKey operator = NKey.createOperator(null);
		NKey account = NKey.createAccount(null);
		NKey user = NKey.createUser(null);
		String operatorId = String.valueOf(operator.getPublicKey());
		String accountId = String.valueOf(account.getPublicKey());
		String userId = String.valueOf(user.getPublicKey());
		long now = Instant.now().getEpochSecond();
		String operatorJwt = JwtUtils.issueJWT(operator, operatorId, "operator", null, now, operatorId,
				() -> "{\"type\":\"operator\",\"version\":2}");
		String accountJwt = JwtUtils.issueJWT(operator, accountId, "account", null, now, operatorId,
				() -> "{\"limits\":{\"subs\":-1,\"data\":-1,\"payload\":-1,\"imports\":-1,\"exports\":-1,"
						+ "\"wildcards\":true,\"conn\":-1,\"leaf\":-1},\"type\":\"account\",\"version\":2}");
		String userJwt = JwtUtils.issueUserJWT(account, accountId, userId);
		return new OperatorMode(operatorJwt, accountId, accountJwt,
				JwtUtils.NATS_USER_JWT_FORMAT.formatted(userJwt, String.valueOf(user.getSeed())));
	}

	String serverConfiguration() {
		return "operator: %s\nresolver: MEMORY\nresolver_preload: { %s: %s }".formatted(this.operatorJwt,
				this.accountId, this.accountJwt);
	}

}

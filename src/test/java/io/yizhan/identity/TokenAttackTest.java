package io.yizhan.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every forged, altered or misused token gets the same 401, whatever is wrong with it. */
@QuarkusTest
class TokenAttackTest {
    private SigningKeys.Key ours;
    private String valid;

    @BeforeEach
    void signIn() {
        ours = SigningKeys.read(
                "signing-key", ConfigProvider.getConfig().getValue("yizhan.token.signing-key", String.class));
        valid = TestTokens.applicant();
    }

    @Test
    void acceptsTheTokenTheAttacksStartFrom() throws Exception {
        bearer(valid).get("/v1/me").then().statusCode(200);
        bearer(signed(header(), claims(), new RSASSASigner(ours.privateKey())))
                .get("/v1/me")
                .then()
                .statusCode(200);
    }

    @Test
    void refusesTokensWithoutASignature() throws Exception {
        var payload = part(valid, 1);
        for (var none : List.of("none", "None", "NONE", "nOnE")) {
            var header = encode("{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(none, ours.kid()));
            refused(header + "." + payload + ".");
            refused(header + "." + payload + "." + part(valid, 2));
        }
        refused(part(valid, 0) + "." + payload + ".");
        refused(part(valid, 0) + "." + payload);
    }

    @Test
    void refusesThePublicKeyUsedAsSharedSecret() throws Exception {
        var der = ours.publicKey().getEncoded();
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----";
        var jwk = new RSAKey.Builder(ours.publicKey()).build().toJSONString();
        for (var secret : List.of(
                der,
                pem.getBytes(StandardCharsets.US_ASCII),
                (pem + "\n").getBytes(StandardCharsets.US_ASCII),
                jwk.getBytes(StandardCharsets.US_ASCII))) {
            var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .type(new JOSEObjectType("at+jwt"))
                    .keyID(ours.kid())
                    .build();
            refused(signed(header, claims(), new MACSigner(secret)));
        }
    }

    @Test
    void refusesAnotherAlgorithmWithTheRightKey() throws Exception {
        for (var algorithm : List.of(JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256)) {
            var header = new JWSHeader.Builder(algorithm)
                    .type(new JOSEObjectType("at+jwt"))
                    .keyID(ours.kid())
                    .build();
            refused(signed(header, claims(), new RSASSASigner(ours.privateKey())));
        }
    }

    @Test
    void refusesAKeyTheTokenBringsAlong() throws Exception {
        var theirs = new RSAKeyGenerator(2048).generate();
        var signer = new RSASSASigner(theirs);
        refused(signed(base().jwk(theirs.toPublicJWK()).build(), claims(), signer));
        refused(signed(base().jwkURL(URI.create("https://evil.example/jwks")).build(), claims(), signer));
        refused(signed(
                base().x509CertURL(URI.create("https://evil.example/cert")).build(), claims(), signer));
        refused(signed(header(), claims(), signer));
    }

    @Test
    void refusesAKeyIdThatIsNotOurs() throws Exception {
        for (var kid : List.of("", "unknown", "../../etc/passwd", "' or 1=1 --", "a\u0000b", "k".repeat(1500))) {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .type(new JOSEObjectType("at+jwt"))
                    .keyID(kid)
                    .build();
            refused(signed(header, claims(), new RSASSASigner(ours.privateKey())));
        }
        var nameless = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType("at+jwt"))
                .build();
        refused(signed(nameless, claims(), new RSASSASigner(ours.privateKey())));
    }

    @Test
    void refusesWrongTypes() throws Exception {
        for (var type : List.of("JWT", "id+jwt", "AT", "")) {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .type(new JOSEObjectType(type))
                    .keyID(ours.kid())
                    .build();
            refused(signed(header, claims(), new RSASSASigner(ours.privateKey())));
        }
        refused(signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(ours.kid()).build(),
                claims(),
                new RSASSASigner(ours.privateKey())));
    }

    @Test
    void refusesWrongTimes() throws Exception {
        var now = Instant.now();
        refusedWith(claims -> claims.expirationTime(Date.from(now.minusSeconds(1))));
        refusedWith(claims -> claims.expirationTime(null));
        refusedWith(claims -> claims.issueTime(null));
        refusedWith(claims -> claims.issueTime(Date.from(now.plus(Duration.ofMinutes(5))))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(10)))));
        refusedWith(claims -> claims.issueTime(Date.from(now.minus(Duration.ofHours(1))))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5)))));
        refusedWith(claims -> claims.notBeforeTime(Date.from(now.plus(Duration.ofMinutes(5)))));
        refusedWith(claims -> claims.claim("exp", "tomorrow"));
    }

    @Test
    void refusesWrongIssuersAndAudiences() throws Exception {
        refusedWith(claims -> claims.issuer("https://evil.example"));
        refusedWith(claims -> claims.issuer(null));
        refusedWith(claims -> claims.audience("tax-bureau"));
        refusedWith(claims -> claims.audience(List.of()));
        refusedWith(claims -> claims.audience((String) null));
    }

    @Test
    void refusesClaimsThatSayNothingOrTooMuch() throws Exception {
        refusedWith(claims -> claims.subject(null));
        refusedWith(claims -> claims.subject("somebody"));
        refusedWith(claims -> claims.claim("scope", null));
        refusedWith(claims -> claims.claim("scope", "root"));
        refusedWith(claims -> claims.claim("scope", "applicant administrator"));
        refusedWith(claims -> claims.claim("sid", null));
        refusedWith(claims -> claims.claim("acr", "high"));
        refusedWith(claims -> claims.claim("act", Map.of("sub", 7)));
        refusedWith(claims -> claims.jwtID(null));
    }

    @Test
    void givesNoRoleForAGroupsClaim() throws Exception {
        var token = signed(
                header(),
                new JWTClaimsSet.Builder(claims())
                        .claim("groups", List.of("administrator"))
                        .build(),
                new RSASSASigner(ours.privateKey()));

        bearer(token)
                .contentType("application/json")
                .body("{\"name\":\"x\"}")
                .post("/v1/devices")
                .then()
                .statusCode(403);
    }

    @Test
    void refusesUnknownCriticalHeaders() throws Exception {
        refused(signed(
                base().criticalParams(Set.of("exp")).customParam("exp", 1).build(),
                claims(),
                new RSASSASigner(ours.privateKey())));
        refused(signed(
                base().base64URLEncodePayload(false)
                        .criticalParams(Set.of("b64"))
                        .build(),
                claims(),
                new RSASSASigner(ours.privateKey())));
    }

    @Test
    void refusesMixedUpAndMalformedTokens() {
        var other = TestTokens.applicant();
        refused(part(valid, 0) + "." + part(other, 1) + "." + part(valid, 2));
        refused(part(valid, 1) + "." + part(valid, 0) + "." + part(valid, 2));
        refused(valid + "." + part(valid, 2));
        refused(valid + ".a.b");
        refused("not-a-token");
        refused(valid.substring(0, valid.length() - 2));
        refused(" " + valid + "=");
        refused("{\"payload\":\"%s\"}".formatted(part(valid, 1)));
    }

    @Test
    void refusesAHugeToken() {
        refused(valid + "A".repeat(8_000));
    }

    @Test
    void refusesARefreshTokenAsAccessToken() {
        refused(TestTokens.signIn(Personas.person(), "applicant").refresh());
    }

    @Test
    void ignoresATokenOutsideItsHeader() {
        assertUnauthenticated(given().queryParam("access_token", valid));
        assertUnauthenticated(given().cookie("Bearer", valid));
        assertUnauthenticated(given().header("Authorization", "Basic " + valid));
    }

    @Test
    void refusesTwoAuthorizationHeaders() throws IOException {
        var answer = raw("""
                GET /v1/me HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Authorization: Bearer %s\r
                Connection: close\r
                \r
                """.formatted(valid, valid));

        assertThat(answer).startsWith("HTTP/1.1 401").contains("/v1/problems/unauthenticated");
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void refusedWith(Consumer<JWTClaimsSet.Builder> change) throws Exception {
        var claims = new JWTClaimsSet.Builder(claims());
        change.accept(claims);
        refused(signed(header(), claims.build(), new RSASSASigner(ours.privateKey())));
    }

    private static void refused(String token) {
        assertUnauthenticated(bearer(token));
    }

    private static void assertUnauthenticated(RequestSpecification request) {
        var answer = request.get("/v1/me").then().extract();
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).isEqualTo("/v1/problems/unauthenticated");
        assertThat(answer.jsonPath().getMap("$").keySet()).doesNotContain("errors");
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private JWSHeader header() {
        return base().build();
    }

    private JWSHeader.Builder base() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(ours.kid());
    }

    private JWTClaimsSet claims() throws ParseException {
        return SignedJWT.parse(valid).getJWTClaimsSet();
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        var token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String part(String token, int index) {
        return List.of(token.split("\\.", -1)).get(index);
    }

    private static String encode(String json) {
        return Base64URL.encode(json).toString();
    }
}

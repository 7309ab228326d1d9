package io.ktrdr.coordinator.artifact;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ArtifactsTest extends CoordinatorTest {
    private static ValidatableResponse put(String sha256, byte[] content) {
        return given().contentType("application/octet-stream")
                .body(content)
                .put("/api/v1/artifacts/" + sha256)
                .then();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 3_000_000})
    void what_was_stored_comes_back_byte_by_byte(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        String sha256 = Sha256.of(content);
        put(sha256, content).statusCode(204);
        assertArrayEquals(
                content,
                get("/api/v1/artifacts/" + sha256).statusCode(200).extract().asByteArray());
    }

    @Test
    void storing_again_changes_nothing() {
        byte[] content = {1, 2, 3};
        put(Sha256.of(content), content).statusCode(204);
        String before = database.everything();
        put(Sha256.of(content), content).statusCode(204);
        assertEquals(before, database.everything());
    }

    @Test
    void bytes_of_another_hash_are_refused() {
        put(Sha256.of("other"), new byte[] {1, 2, 3}).statusCode(400).body("code", equalTo("invalid_request"));
        assertEquals(0, database.number("SELECT count(*) FROM artifact"));
    }

    @Test
    void what_is_not_there_is_not_found() {
        get("/api/v1/artifacts/" + Sha256.of("nothing"))
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("not_found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "..%2F..%2Fetc%2Fpasswd", "ABCDEF"})
    void what_is_no_hash_is_refused(String sha256) {
        given().urlEncodingEnabled(false)
                .get("/api/v1/artifacts/" + sha256)
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"));
    }
}

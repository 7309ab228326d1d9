package io.ktrdr.coordinator.admission;

import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** New ids and seeds: the only randomness that enters a research. */
@Singleton
public final class OperationIds {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 12;
    /** JSON numbers are exact up to 2^53 everywhere. */
    private static final long MAX_SEED = 1L << 53;

    private final SecureRandom random = new SecureRandom();

    public String next() {
        StringBuilder id = new StringBuilder("op_");
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    long nextSeed() {
        return random.nextLong(MAX_SEED);
    }
}

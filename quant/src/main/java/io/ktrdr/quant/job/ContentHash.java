package io.ktrdr.quant.job;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as 64 lower-case hex digits. */
final class ContentHash {
    private ContentHash() {}

    static String of(byte[] content) {
        return HexFormat.of().formatHex(bytesOf(content));
    }

    /** The same as 32 bytes. */
    static byte[] bytesOf(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

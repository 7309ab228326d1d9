package io.ktrdr.coordinator.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of models come from: the environment, or files that hold nothing else. Values are not repeated in messages:
 * one of them may be the key itself, put in the wrong place.
 */
final class Keys {
    private static final String VARIABLE = "api_key_env";
    private static final String FILE = "api_key_file";
    private static final Pattern NAME = Pattern.compile("[A-Z_][A-Z0-9_]{0,99}");
    private static final int MOST_BYTES = 16 * 1024;

    private final Function<String, @Nullable String> environment;

    /** @param environment the value of a variable, null when it is not set */
    Keys(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** @param needed whether it is a mistake when there is none */
    Optional<Secret> of(YamlMap map, boolean needed) {
        if (map.has(VARIABLE) && map.has(FILE)) {
            map.mistake(FILE, "either 'api_key_env' or 'api_key_file', not both");
            return Optional.empty();
        }
        if (map.has(VARIABLE)) {
            return map.text(VARIABLE).flatMap(variable -> fromEnvironment(map, variable));
        }
        if (map.has(FILE)) {
            return map.text(FILE).flatMap(path -> fromFile(map, path));
        }
        if (needed) {
            map.mistake(
                    "provider",
                    "'api_key_env' or 'api_key_file' is missing; only endpoints of provider openai may do without a key");
        }
        return Optional.empty();
    }

    private Optional<Secret> fromEnvironment(YamlMap map, String variable) {
        if (!NAME.matcher(variable).matches()) {
            map.mistake(
                    VARIABLE,
                    "'api_key_env' must be the name of an environment variable, of A-Z, 0-9 and '_', not the key");
            return Optional.empty();
        }
        String value = environment.apply(variable);
        if (value == null || value.isBlank()) {
            map.mistake(
                    VARIABLE,
                    "the environment variable " + variable
                            + ", which is to hold the key, is not set; without 'api_key_env' no key is sent");
            return Optional.empty();
        }
        return secret(map, VARIABLE, value, "the environment variable " + variable);
    }

    private static Optional<Secret> fromFile(YamlMap map, String text) {
        try {
            Path file = Path.of(text);
            if (!file.isAbsolute()) {
                map.mistake(FILE, "'api_key_file' must be the whole path of a file, not the key");
            } else if (Files.size(file) > MOST_BYTES) {
                map.mistake(FILE, "the file that 'api_key_file' names is too large for a key");
            } else {
                return secret(map, FILE, Files.readString(file), "the file that 'api_key_file' names");
            }
        } catch (IOException | InvalidPathException e) {
            map.mistake(FILE, "the file that 'api_key_file' names, which is to hold the key, cannot be read");
        }
        return Optional.empty();
    }

    private static Optional<Secret> secret(YamlMap map, String field, String value, String holder) {
        String key = value.strip();
        if (key.isEmpty() || !key.chars().allMatch(character -> character > ' ' && character < 127)) {
            map.mistake(field, holder + " does not hold a key in one line");
            return Optional.empty();
        }
        return Optional.of(new Secret(key));
    }
}

package io.ktrdr.registry.input;

import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with a message, so that its sender learns of it at once. */
public final class Checks {
    private static final Pattern WORKER_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int LONGEST_TEXT = 200;
    /** Far above any real token, far enough below the largest long that the counter cannot overflow. */
    private static final long HIGHEST_TOKEN = 1L << 62;

    private final List<Violation> violations = new ArrayList<>();

    /** True when present, else notes that it is missing: JSON can leave out what the type calls non-null. */
    public boolean present(String field, @Nullable Object value) {
        if (value == null) {
            fail(field, "is required");
        }
        return value != null;
    }

    public void workerId(String field, @Nullable String value) {
        if (present(field, value) && value != null && !WORKER_ID.matcher(value).matches()) {
            fail(field, "must be 1 to 64 letters, digits, dots, dashes or underscores");
        }
    }

    /** Text without control characters (Postgres stores no NUL, and a log line has one line), 1 to 200 long. */
    public void text(String field, @Nullable String value) {
        if (!present(field, value) || value == null) {
            return;
        }
        if (value.isBlank()) {
            fail(field, "must not be blank");
        } else if (value.length() > LONGEST_TEXT) {
            fail(field, "must not be longer than " + LONGEST_TEXT + " characters");
        } else if (value.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
            fail(field, "must not contain control characters");
        }
    }

    /** A token, mark, epoch or sequence number. */
    public void counter(String field, long value) {
        if (value < 0 || value > HIGHEST_TOKEN) {
            fail(field, "must be between 0 and 2^62");
        }
    }

    /** A measured amount, if there is one: finite and not negative. */
    public void amount(String field, @Nullable Number value) {
        if (value != null && !(value.doubleValue() >= 0 && value.doubleValue() <= HIGHEST_TOKEN)) {
            fail(field, "must be a number from 0 to 2^62");
        }
    }

    /** The base address of a worker: scheme, host, perhaps port and path, nothing else. */
    public void httpUrl(String field, @Nullable String value) {
        int before = violations.size();
        text(field, value);
        if (value != null && violations.size() == before && !isHttpUrl(value)) {
            fail(field, "must be an http or https address such as http://127.0.0.1:8090");
        }
    }

    private static boolean isHttpUrl(String value) {
        try {
            URI uri = new URI(value);
            return uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    public void fail(String field, String message) {
        violations.add(new Violation(field, message));
    }

    /**
     * Ends the checks.
     *
     * @throws ProblemException {@code invalid_request} naming each violation, if there is any
     */
    public void refuseIfAny() {
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }
}

package io.ktrdr.quant.strategy;

import java.util.List;

/** A strategy file that cannot be used; says everything that is wrong with it at once. */
public final class InvalidStrategyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<StrategyViolation> violations;

    InvalidStrategyException(List<StrategyViolation> violations) {
        super(describe(violations), null, false, false);
        this.violations = List.copyOf(violations);
    }

    InvalidStrategyException(String path, String message) {
        this(List.of(new StrategyViolation(path, message)));
    }

    /** At least one. */
    public List<StrategyViolation> violations() {
        return violations;
    }

    private static String describe(List<StrategyViolation> violations) {
        StringBuilder text = new StringBuilder();
        for (StrategyViolation violation : violations) {
            text.append(text.isEmpty() ? "" : "; ");
            text.append(violation.path().isEmpty() ? "" : violation.path() + ": ")
                    .append(violation.message());
        }
        return text.toString();
    }

    /** For people; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

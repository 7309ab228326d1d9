package io.ktrdr.coordinator.budget;

import java.math.BigDecimal;

/** US dollars that an operation of each kind is expected to spend on models, from its beginning to its end. */
public record ExpectedCost(BigDecimal design, BigDecimal assessment, BigDecimal general) {
    public static final ExpectedCost NOTHING = new ExpectedCost(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** Of a research that is designed and assessed. */
    public BigDecimal research() {
        return design.add(assessment);
    }

    /** Of so many of each. */
    BigDecimal times(int designs, int assessments, int generals) {
        return design.multiply(BigDecimal.valueOf(designs))
                .add(assessment.multiply(BigDecimal.valueOf(assessments)))
                .add(general.multiply(BigDecimal.valueOf(generals)));
    }
}

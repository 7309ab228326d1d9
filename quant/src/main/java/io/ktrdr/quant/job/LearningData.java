package io.ktrdr.quant.job;

import io.ktrdr.quant.features.FeatureMatrix;
import io.ktrdr.quant.features.Standardisation;
import io.ktrdr.quant.learning.Samples;
import io.ktrdr.quant.split.Rows;

/**
 * What there is to learn from, a row for each bar of the dataset.
 *
 * @param labels as many as rows
 */
@SuppressWarnings("ArrayRecordComponent") // a column of numbers, never compared as a whole
record LearningData(FeatureMatrix features, double[] labels) {
    /** Rows as a training wants them: standardised by those that are trained on, and by no others. */
    record TrainingSet(Standardisation standardisation, Samples train, Samples validation) {}

    /** @param train at least one row, complete and labelled, as those of {@code validation} */
    TrainingSet trainingSet(Rows train, Rows validation) {
        Standardisation standardisation = Standardisation.fit(features, train.first(), train.end());
        return new TrainingSet(standardisation, samples(standardisation, train), samples(standardisation, validation));
    }

    Samples samples(Standardisation standardisation, Rows rows) {
        return Samples.of(features, standardisation, labels, rows.first(), rows.end());
    }
}

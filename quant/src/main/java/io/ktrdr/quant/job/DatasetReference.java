package io.ktrdr.quant.job;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Which bars.
 *
 * @param sha256 of the bars' canonical bytes
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DatasetReference(String sha256, String symbol, String timeframe) {}

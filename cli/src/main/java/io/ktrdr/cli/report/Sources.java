package io.ktrdr.cli.report;

import io.ktrdr.contracts.operation.OperationView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a report is made of.
 *
 * @param equity        the artifact {@code equity_curve}
 * @param trades        the artifact {@code trades}
 * @param bars          the dataset, in the form of {@link io.ktrdr.quant.bars.BarsCodec}
 * @param notAnnualized why a yearly figure would say nothing; null when it says something
 * @param now           when the report is made
 * @param version       of the program that makes it
 */
public record Sources(
        OperationView research,
        Part<byte[]> equity,
        Part<byte[]> trades,
        Part<byte[]> bars,
        @Nullable String notAnnualized,
        Instant now,
        String version) {}

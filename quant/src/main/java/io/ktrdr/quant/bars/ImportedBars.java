package io.ktrdr.quant.bars;

/** Bars and what was found on the way. */
public record ImportedBars(Bars bars, Quality quality) {}

package io.ktrdr.contracts.languagemodel;

import io.ktrdr.contracts.Wire;
import java.util.List;

/** In the order in which they are asked; empty when none is configured. */
@Wire
public record LanguageModelList(List<LanguageModelView> items) {}

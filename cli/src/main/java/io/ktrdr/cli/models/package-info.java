/** The language models that are asked. */
@NullMarked
package io.ktrdr.cli.models;

import org.jspecify.annotations.NullMarked;

/** placeholder */
@org.jspecify.annotations.NullMarked
package io.ktrdr.quant;

/** Whether what is written down adds up. */
@NullMarked
package io.ktrdr.contracts.audit;

import org.jspecify.annotations.NullMarked;

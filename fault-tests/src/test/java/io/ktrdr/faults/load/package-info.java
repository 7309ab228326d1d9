/** Researches as an honest client asks for them: again with the same key until there is an answer. */
@NullMarked
package io.ktrdr.faults.load;

import org.jspecify.annotations.NullMarked;

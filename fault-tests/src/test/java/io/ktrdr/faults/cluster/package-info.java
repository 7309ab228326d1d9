/** The processes of a local home with a link between every two of them. */
@NullMarked
package io.ktrdr.faults.cluster;

import org.jspecify.annotations.NullMarked;

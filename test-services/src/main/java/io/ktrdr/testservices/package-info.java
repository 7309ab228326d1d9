/** The services around a worker as fakes at the network's edge, and a research small enough for a test. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.testservices;

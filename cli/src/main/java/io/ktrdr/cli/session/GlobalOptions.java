package io.ktrdr.cli.session;

import org.jspecify.annotations.Nullable;

/** The options that every command takes, wherever on the line they stand. */
public interface GlobalOptions {
    /** Of the coordinator; null when not given, nor set in the environment. */
    @Nullable
    String url();

    /** Folder of the local mode; null when not given, nor set in the environment. */
    @Nullable
    String home();

    boolean json();

    boolean quiet();
}

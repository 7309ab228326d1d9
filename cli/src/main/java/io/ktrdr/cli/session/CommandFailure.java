package io.ktrdr.cli.session;

/** A command that cannot do what it was asked: one line that says why, further ones that say what to do. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public CommandFailure(ExitCode exitCode, String message) {
        // no stack trace: it is an answer, not a fault
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public static CommandFailure unreachable(String url) {
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                "Cannot reach ktrdr at " + url + "\nStart it with 'ktrdr up', or name another one with --url");
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}

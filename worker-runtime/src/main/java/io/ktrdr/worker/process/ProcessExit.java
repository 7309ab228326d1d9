package io.ktrdr.worker.process;

import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.Quarkus;
import jakarta.inject.Singleton;

/** The end of this process, at its own wish. */
public interface ProcessExit {
    void exit(ExitCode code);

    /** At once, whatever is under way. */
    void halt(ExitCode code);

    /** Through the ordinary shutdown where possible; a stuck job would only be waited for. */
    @DefaultBean
    @Singleton
    final class OfThisProcess implements ProcessExit {
        @Override
        public void exit(ExitCode code) {
            switch (code) {
                case SUPERSEDED, RESTART -> Quarkus.asyncExit(code.status());
                case STUCK -> halt(code);
            }
        }

        @Override
        public void halt(ExitCode code) {
            Runtime.getRuntime().halt(code.status());
        }
    }
}

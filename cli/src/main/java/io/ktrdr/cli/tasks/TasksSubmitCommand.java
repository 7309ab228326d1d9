package io.ktrdr.cli.tasks;

import io.ktrdr.cli.agent.StartConditions;
import io.ktrdr.cli.agent.Submission;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.task.TaskRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives the pool something to do. */
@Command(name = "submit", description = "Give an agent of the pool something to do.")
public class TasksSubmitCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "TYPE", description = "discovery, migration, heartbeat, ingest, research or general.")
    String type;

    @Option(
            names = "--payload",
            paramLabel = "JSON|@FILE",
            description = "What it is about: a JSON object, or a file with one. Its fields depend on the type.")
    @Nullable
    String payload;

    @Option(
            names = "-p",
            paramLabel = "KEY=VALUE",
            description =
                    "One field of the payload, any number of times. What reads as JSON is JSON; all else is text.")
    List<String> fields = new ArrayList<>();

    @Option(
            names = "--agent",
            paramLabel = "AGENT",
            description = "Prefer this agent where it is free, such as agent-2.")
    @Nullable
    String agent;

    @Mixin
    StartConditions conditions = new StartConditions();

    @Mixin
    Submission submission = new Submission();

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        TaskRequest request = new TaskRequest(
                type,
                new Payload(session.mapper()).of(payload, fields),
                agent,
                conditions.priority(),
                conditions.after(),
                conditions.onDependencyFailure(),
                conditions.locks());
        Services services = session.services();
        return submission.carryOut(
                session,
                services,
                key -> services.tasks().submit(key, request),
                "Task submitted: ",
                TasksSubmitCommand::refusal);
    }

    private static RuntimeException refusal(ProblemException refused) {
        if (refused.code() != ProblemCode.QUEUE_FULL) {
            return refused;
        }
        Problem problem = refused.problem();
        String numbers = problem.active() == null || problem.limit() == null
                ? ""
                : " (" + problem.active() + " wait, limit is " + problem.limit() + ")";
        return new CommandFailure(
                ExitCode.AT_CAPACITY,
                "Cannot submit: no place for another task" + numbers
                        + "; try again when some have begun, or make room with 'ktrdr tasks cancel'");
    }
}

package io.ktrdr.worker.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.BreakerState;
import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.UserInput;
import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.lock.LockMode;
import io.ktrdr.contracts.memory.HypothesisStatus;
import io.ktrdr.contracts.memory.MemoryKind;
import io.ktrdr.contracts.operation.DependencyFailurePolicy;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.Priority;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.pool.AgentState;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.sync.AttemptEnd;
import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.trial.TrialOutcome;
import io.ktrdr.contracts.worker.WorkerState;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.testservices.FakeServicesResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Services of one release and the next understand each other, for every message there is: found by looking through the
 * contracts, so that a new one is held to it as well. The mapper is the one that all services use.
 */
@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class VersionSkewTest {
    /** How a constant is taken that this release does not know; null where it is refused. */
    private static final Map<Class<?>, @Nullable Enum<?>> UNKNOWN_CONSTANTS = unknownConstants();

    private static Map<Class<?>, @Nullable Enum<?>> unknownConstants() {
        Map<Class<?>, @Nullable Enum<?>> taken = new HashMap<>();
        taken.put(LostReason.class, LostReason.SILENT);
        taken.put(WorkerState.class, WorkerState.UNKNOWN);
        taken.put(JobState.class, JobState.RUNNING);
        taken.put(FailureClass.class, FailureClass.WORKER);
        taken.put(ProblemCode.class, ProblemCode.INTERNAL);
        taken.put(AgentState.class, AgentState.BUSY);
        taken.put(BreakerState.class, BreakerState.OPEN);
        taken.put(AttemptEnd.class, AttemptEnd.OTHER);
        // typed by people, as an argument or a filter: a guess would be a wrong answer
        taken.put(Priority.class, null);
        taken.put(LockMode.class, null);
        taken.put(DependencyFailurePolicy.class, null);
        taken.put(OperationStatus.class, null);
        taken.put(OperationType.class, null);
        taken.put(ResearchPhase.class, null);
        taken.put(HypothesisStatus.class, null);
        taken.put(MemoryKind.class, null);
        taken.put(TrialOutcome.class, null);
        // a kind of job that nobody here could give or take
        taken.put(WorkerType.class, null);
        return taken;
    }

    @Inject
    ObjectMapper json;

    /** All types of the contracts module. */
    private static List<Class<?>> contracts() throws IOException, URISyntaxException, ClassNotFoundException {
        Path origin = Path.of(
                Wire.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(origin)) {
            return typesIn(origin);
        }
        try (FileSystem jar = FileSystems.newFileSystem(origin)) {
            return typesIn(jar.getPath("/"));
        }
    }

    private static List<Class<?>> typesIn(Path root) throws IOException, ClassNotFoundException {
        List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                String name = root.relativize(file).toString().replace('/', '.');
                if (name.startsWith("io.ktrdr.contracts.") && name.endsWith(".class") && !name.contains("-info")) {
                    found.add(Class.forName(name.substring(0, name.length() - ".class".length())));
                }
            }
        }
        return found;
    }

    private static List<Class<?>> messages() throws Exception {
        List<Class<?>> messages = contracts().stream()
                .filter(type -> type.isAnnotationPresent(Wire.class))
                .toList();
        assertTrue(messages.size() > 30, "only " + messages);
        return messages;
    }

    private static Object sample(Type type, Map<String, Type> variables) throws Exception {
        return switch (type) {
            case TypeVariable<?> variable -> sample(variables.getOrDefault(variable.getName(), String.class), Map.of());
            case ParameterizedType generic
            when generic.getRawType() == List.class -> List.of(sample(generic.getActualTypeArguments()[0], variables));
            // any key may be there
            case ParameterizedType generic
            when generic.getRawType() == Map.class ->
                Map.of("free", sample(generic.getActualTypeArguments()[1], variables));
            case ParameterizedType generic
            when generic.getRawType() == PerWorkerType.class ->
                sampleOf(PerWorkerType.class, Map.of("T", generic.getActualTypeArguments()[0]));
            case Class<?> plain -> sampleOf(plain, variables);
            default -> throw new AssertionError("say what a sample of " + type + " is");
        };
    }

    private static Object sampleOf(Class<?> type, Map<String, Type> variables) throws Exception {
        if (type == String.class) {
            return "text";
        } else if (type == long.class || type == Long.class) {
            return 7L;
        } else if (type == int.class || type == Integer.class) {
            return 7;
        } else if (type == double.class || type == Double.class) {
            return 0.5;
        } else if (type == boolean.class || type == Boolean.class) {
            return true;
        } else if (type == Instant.class) {
            return Instant.parse("2026-03-01T12:00:00Z");
        } else if (type == LocalDate.class) {
            return LocalDate.parse("2026-03-01");
        } else if (JsonNode.class.isAssignableFrom(type)) {
            return JsonNodeFactory.instance.objectNode().put("free", "content");
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type.isRecord()) {
            return recordOf(type, variables);
        }
        throw new AssertionError("say what a sample of " + type + " is");
    }

    private static Object recordOf(Class<?> type, Map<String, Type> variables) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = sample(components[i].getGenericType(), variables);
        }
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static void addUnknown(JsonNode node) {
        if (node instanceof ObjectNode object && !object.has("free")) {
            object.forEach(VersionSkewTest::addUnknown);
            object.put("of_the_next_release", "whatever");
        } else if (node.isArray()) {
            node.forEach(VersionSkewTest::addUnknown);
        }
    }

    @Test
    void fields_of_the_next_release_are_ignored_except_where_people_type() throws Exception {
        for (Class<?> message : messages()) {
            Object sample = sampleOf(message, Map.of());
            JsonNode newer = json.valueToTree(sample);
            addUnknown(newer);
            String text = json.writeValueAsString(newer);
            if (message.isAnnotationPresent(UserInput.class)) {
                assertThrows(
                        UnrecognizedPropertyException.class, () -> json.readValue(text, message), message.getName());
            } else {
                assertEquals(sample, json.readValue(text, message), message.getName());
            }
        }
    }

    @Test
    void whatever_the_release_before_does_not_send_leaves_a_message_that_can_be_judged() throws Exception {
        for (Class<?> message : messages()) {
            Object sample = sampleOf(message, Map.of());
            RecordComponent[] components = message.getRecordComponents();
            for (int i = 0; i < components.length; i++) {
                ObjectNode older = json.valueToTree(sample);
                List<String> names = new ArrayList<>();
                older.fieldNames().forEachRemaining(names::add);
                older.remove(names.get(i));
                Object read = json.readValue(json.writeValueAsString(older), message);
                if (components[i].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    var accessor = components[i].getAccessor();
                    accessor.setAccessible(true);
                    assertNull(accessor.invoke(read), message.getName() + "." + components[i].getName());
                }
            }
        }
    }

    @Test
    void constants_of_the_next_release_are_taken_for_what_is_safest_or_refused() throws Exception {
        Set<Class<?>> enums = contracts().stream().filter(Class::isEnum).collect(Collectors.toSet());
        assertEquals(names(enums), names(UNKNOWN_CONSTANTS.keySet()), "say how an unknown constant of it is taken");
        for (Map.Entry<Class<?>, @Nullable Enum<?>> rule : UNKNOWN_CONSTANTS.entrySet()) {
            if (rule.getValue() == null) {
                assertThrows(
                        JsonProcessingException.class,
                        () -> json.readValue("\"of_the_next_release\"", rule.getKey()),
                        rule.getKey().getName());
            } else {
                assertEquals(rule.getValue(), json.readValue("\"of_the_next_release\"", rule.getKey()));
            }
        }
    }

    private static Set<String> names(Set<Class<?>> types) {
        return new TreeMap<>(types.stream().collect(Collectors.toMap(Class::getName, Class::getName))).keySet();
    }

    @Test
    void every_constant_is_read_back_as_it_was_written() throws Exception {
        for (Class<?> type : UNKNOWN_CONSTANTS.keySet()) {
            for (Object constant : type.getEnumConstants()) {
                assertEquals(constant, json.readValue(json.writeValueAsString(constant), type));
            }
        }
    }
}

package io.ktrdr.alerts.store;

import io.ktrdr.alerts.delivery.Channels;
import io.ktrdr.alerts.evaluation.AlertBook;
import io.ktrdr.alerts.evaluation.AlertBook.Key;
import io.ktrdr.alerts.evaluation.Evaluation;
import io.ktrdr.alerts.evaluation.Evaluation.Raised;
import io.ktrdr.alerts.evaluation.Reading;
import io.ktrdr.alerts.evaluation.Readings;
import io.ktrdr.alerts.rule.AlertRule;
import io.ktrdr.alerts.rule.Severity;
import io.ktrdr.alerts.rule.Signal;
import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.alert.AlertAcknowledgement;
import io.ktrdr.contracts.alert.AlertView;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A service's alerts: raised once for as long as what they are about stands, resolved when it does not any more. */
public final class Alerts {
    /** At most so many are shown. */
    public static final int MOST = 500;

    private static final Pattern ID = Pattern.compile("alert_[0-9a-f]{1,32}");
    private static final Set<String> STATES = Set.of("active", "resolved", "acknowledged");

    private final Database database;
    private final Signal.Service service;
    private final List<AlertRule> rules;
    private final Channels channels;

    public Alerts(Database database, Signal.Service service, List<AlertRule> rules, Channels channels) {
        this.database = database;
        this.service = service;
        this.rules = List.copyOf(rules);
        this.channels = channels;
    }

    /**
     * Compares what stands with what was raised. One statement, and one more when something is to be written, however much
     * there is.
     *
     * @param query  of this service's tables
     * @param others what is read elsewhere; the query's come on top
     * @return whether people are to be told something
     */
    public Uni<Boolean> evaluate(Fence fence, SignalQuery query, Readings others) {
        return database.execute(AlertSql.read(query), Tuple.tuple(query.parameters()))
                .map(rows -> evaluated(rows, query, others))
                .chain(evaluation ->
                        evaluation.changesNothing() ? Uni.createFrom().item(false) : write(fence, evaluation));
    }

    private Evaluation evaluated(RowSet<Row> rows, SignalQuery query, Readings readings) {
        query.signals().forEach(signal -> readings.read(signal, List.of()));
        Map<Key, String> active = new HashMap<>();
        Map<Key, Instant> pending = new HashMap<>();
        Instant now = Instant.EPOCH;
        for (Row row : rows) {
            String name = row.getString("name");
            String subject = row.getString("subject");
            switch (row.getString("kind")) {
                case "reading" ->
                    readings.read(
                            Signal.of(name).orElseThrow(),
                            new Reading(subject, row.getDouble("value"), row.getString("text")));
                case "active" -> active.put(new Key(name, subject), row.getString("text"));
                case "pending" ->
                    pending.put(
                            new Key(name, subject), row.getOffsetDateTime("at").toInstant());
                default -> now = row.getOffsetDateTime("at").toInstant();
            }
        }
        return Evaluation.of(rules, readings, new AlertBook(active, pending, now));
    }

    private Uni<Boolean> write(Fence fence, Evaluation evaluation) {
        List<Raised> raised = evaluation.raised();
        Tuple values = Tuple.tuple()
                .addLong(fence.value())
                .addArrayOfString(texts(raised, one -> newId()))
                .addArrayOfString(texts(raised, one -> one.rule().name()))
                .addArrayOfString(texts(raised, one -> WireName.of(one.rule().severity())))
                .addArrayOfString(texts(raised, Raised::subject))
                .addArrayOfString(texts(raised, Raised::message))
                .addArrayOfDouble(raised.stream().map(Raised::value).toArray(Double[]::new))
                .addArrayOfOffsetDateTime(raised.stream()
                        .map(one -> one.since().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfString(evaluation.resolved().toArray(String[]::new))
                .addArrayOfString(texts(evaluation.begun(), Key::rule))
                .addArrayOfString(texts(evaluation.begun(), Key::subject))
                .addArrayOfString(texts(evaluation.dropped(), Key::rule))
                .addArrayOfString(texts(evaluation.dropped(), Key::subject))
                .addArrayOfString(channels.names().toArray(String[]::new))
                .addArrayOfInteger(channels.names().stream()
                        .map(name -> channels.leastSeverity(name).ordinal() + 1)
                        .toArray(Integer[]::new))
                .addArrayOfString(Stream.of(Severity.values()).map(WireName::of).toArray(String[]::new));
        return database.execute(AlertSql.write(fence), values)
                .map(rows -> rows.iterator().next().getLong("changed") > 0);
    }

    private static <T> String[] texts(List<T> items, Function<T, String> text) {
        return items.stream().map(text).toArray(String[]::new);
    }

    private static String newId() {
        return "alert_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    /**
     * Newest first.
     *
     * @param state {@code active}, {@code resolved} or {@code acknowledged}; null for all
     * @throws ProblemException {@code invalid_request} for any other
     */
    public Uni<List<AlertView>> list(@Nullable String state) {
        if (state != null && !STATES.contains(state)) {
            throw ProblemException.invalid("state", "must be active, resolved or acknowledged");
        }
        return database.execute(AlertSql.LIST, Tuple.of(state, MOST)).map(rows -> {
            List<AlertView> alerts = new ArrayList<>();
            rows.forEach(row -> alerts.add(AlertRows.view(row, service)));
            return alerts;
        });
    }

    /**
     * @throws ProblemException through the Uni: {@code not_found}, {@code illegal_state} for one that was resolved before
     *     anybody acknowledged it; at once: {@code invalid_request}
     */
    public Uni<AlertView> acknowledge(String id, @Nullable AlertAcknowledgement acknowledgement) {
        Acknowledgement checked = Acknowledgement.of(acknowledgement);
        if (!ID.matcher(id).matches()) {
            throw ProblemException.notFound("alert", id);
        }
        return database.execute(AlertSql.ACKNOWLEDGE, Tuple.of(id, checked.by(), checked.note()))
                .chain(() -> database.execute(AlertSql.ONE, Tuple.of(id)))
                .map(rows -> acknowledged(id, rows));
    }

    private AlertView acknowledged(String id, RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw ProblemException.notFound("alert", id);
        }
        AlertView alert = AlertRows.view(rows.iterator().next(), service);
        if (alert.acknowledgedAt() == null) {
            throw new ProblemException(ProblemCode.ILLEGAL_STATE, "Alert " + id + " is resolved already");
        }
        return alert;
    }
}

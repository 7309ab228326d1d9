package io.ktrdr.coordinator.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.operation.OperationEvent;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All events as they happen, as server-sent events; {@code Last-Event-ID} goes on where a reader stopped. */
@Path("/api/v1/events")
public final class EventsResource {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration SIGN_OF_LIFE_EVERY = Duration.ofSeconds(15);

    private final OperationReader reader;
    private final ObjectMapper json;

    private final UriInfo uri;

    EventsResource(OperationReader reader, ObjectMapper json, UriInfo uri) {
        this.json = json;
        this.uri = uri;
        this.reader = reader;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> stream(
            @Nullable @HeaderParam("Last-Event-ID") String lastEventId, @Context Sse sse) {
        QueryParameters.allowOnly(uri);
        EventPosition given = lastEventId == null ? null : EventPosition.parse(lastEventId);
        Uni<EventPosition> start =
                given == null ? reader.end() : Uni.createFrom().item(given);
        Multi<OutboundSseEvent> events = start.onItem()
                .transformToMulti(position -> given == null ? beginning(position, sse) : after(position, sse));
        // so that a reader, and every proxy in between, can tell a quiet system from a dead connection
        Multi<OutboundSseEvent> signsOfLife = Multi.createFrom()
                .ticks()
                .every(SIGN_OF_LIFE_EVERY)
                .onOverflow()
                .drop()
                .map(n -> sse.newEventBuilder().comment("alive").build());
        return Multi.createBy().merging().streams(events, signsOfLife);
    }

    /** Says first where it begins: a reader whose connection breaks before the first event goes on there, not later. */
    private Multi<OutboundSseEvent> beginning(EventPosition position, Sse sse) {
        OutboundSseEvent here = sse.newEventBuilder()
                .id(position.eventId())
                .comment("from here")
                .build();
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(here), after(position, sse));
    }

    private Multi<OutboundSseEvent> after(EventPosition position, Sse sse) {
        return after(position)
                .map(event -> sse.newEventBuilder()
                        .id(event.eventId())
                        .name(event.type())
                        .data(text(event))
                        .build());
    }

    private String text(OperationEvent event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Multi<OperationEvent> after(EventPosition start) {
        Tail tail = new Tail(start);
        return Multi.createFrom()
                .ticks()
                .every(LOOK_EVERY)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> tail.more())
                .onItem()
                .disjoint();
    }

    /** How far one reader has come. */
    private final class Tail {
        private volatile EventPosition position;

        Tail(EventPosition start) {
            position = start;
        }

        Uni<List<OperationEvent>> more() {
            return reader.eventsAfter(position)
                    .invoke(this::advance)
                    // a database that is away for a moment ends nobody's stream
                    .onFailure()
                    .recoverWithItem(List.of());
        }

        private void advance(List<OperationEvent> events) {
            if (!events.isEmpty()) {
                position = EventPosition.parse(events.getLast().eventId());
            }
        }
    }
}

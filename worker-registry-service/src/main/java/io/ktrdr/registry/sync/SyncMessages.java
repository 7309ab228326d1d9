package io.ktrdr.registry.sync;

import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.sync.SyncRequest;
import io.ktrdr.contracts.sync.SyncRequest.Ended;
import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.contracts.sync.SyncRequest.Wanted;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.input.Checks;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses a sync that contradicts itself, with {@code invalid_request}: half of it must not be taken for the truth. */
final class SyncMessages {
    private final Checks checks = new Checks();
    private final Set<String> claims = new HashSet<>();

    private SyncMessages() {}

    static void check(@Nullable SyncRequest request) {
        SyncMessages messages = new SyncMessages();
        if (messages.checks.present("(body)", request) && request != null) {
            messages.check(request.epoch(), request.seq(), request.maxToken());
            messages.held(request.held());
            messages.ended(request.ended());
            messages.want(request.want());
        }
        messages.checks.refuseIfAny();
    }

    private void check(long epoch, long seq, long maxToken) {
        checks.counter("epoch", epoch);
        checks.counter("seq", seq);
        checks.counter("max_token", maxToken);
    }

    private void held(@Nullable List<@Nullable Held> held) {
        if (!checks.present("held", held) || held == null) {
            return;
        }
        for (int i = 0; i < held.size(); i++) {
            String field = "held[" + i + "]";
            Held one = held.get(i);
            if (checks.present(field, one) && one != null) {
                claim(field, one.claim());
                checks.workerId(field + ".worker_id", one.workerId());
                checks.text(field + ".incarnation", one.incarnation());
                token(field, one.token());
            }
        }
    }

    private void ended(@Nullable List<@Nullable Ended> ended) {
        if (!checks.present("ended", ended) || ended == null) {
            return;
        }
        for (int i = 0; i < ended.size(); i++) {
            String field = "ended[" + i + "]";
            Ended one = ended.get(i);
            if (checks.present(field, one) && one != null) {
                checks.text(field + ".claim", one.claim());
                token(field, one.token());
            }
        }
    }

    private void want(@Nullable PerWorkerType<@Nullable List<@Nullable Wanted>> want) {
        if (!checks.present("want", want) || want == null) {
            return;
        }
        for (WorkerType type : WorkerType.values()) {
            want("want." + type.wireName(), want.get(type));
        }
    }

    private void want(String name, @Nullable List<@Nullable Wanted> line) {
        if (!checks.present(name, line) || line == null) {
            return;
        }
        for (int i = 0; i < line.size(); i++) {
            String field = name + "[" + i + "]";
            Wanted one = line.get(i);
            if (checks.present(field, one) && one != null) {
                claim(field, one.claim());
                checks.present(field + ".avoid", one.avoid());
            }
        }
    }

    /** A claim is held or wanted, once. */
    private void claim(String field, @Nullable String claim) {
        checks.text(field + ".claim", claim);
        if (claim != null && !claims.add(claim)) {
            checks.fail(field + ".claim", "occurs twice in held and want");
        }
    }

    private void token(String field, long token) {
        checks.counter(field + ".token", token);
        if (token == 0) {
            checks.fail(field + ".token", "must be a token that was granted");
        }
    }
}

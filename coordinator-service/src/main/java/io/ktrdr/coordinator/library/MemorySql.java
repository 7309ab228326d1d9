package io.ktrdr.coordinator.library;

/** All SQL on what is remembered. What the words of a text are, the functions of the schema say, for documents and queries. */
final class MemorySql {
    private MemorySql() {}

    /** As {@code memory_note.market}, of the dataset $5. */
    private static final String MARKET =
            "coalesce((SELECT d.symbol || '/' || d.timeframe FROM dataset d WHERE d.sha256 = $5), '')";

    /**
     * $1 research, $2 strategy's name, $3 its hash, $4 its family, $5 dataset, $6 verdict, $7 note, $8 brief, $9 indicators,
     * $10 findings, $11 suggestions. No row when the research is remembered already.
     */
    static final String NOTE = """
            INSERT INTO memory_note (research_id, strategy_name, strategy_sha256, family, dataset_sha256, verdict, note, brief,
                                     indicators, findings, suggestions, market, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, %s, now())
                ON CONFLICT (research_id) DO NOTHING
            """.formatted(MARKET);

    /**
     * $1 research; $2 hypotheses, $3 outcomes, $4 evidence, one beside the other. Returns those that are known. Counts are
     * added to whatever others have just added; the status follows from them.
     */
    static final String JUDGE = """
            WITH test AS (
              INSERT INTO hypothesis_test (hypothesis_id, research_id, outcome, evidence, created_at)
              SELECT h.id, $1, given.outcome, given.evidence, now()
                FROM unnest($2::text[], $3::text[], $4::text[]) AS given(id, outcome, evidence)
                JOIN hypothesis h ON h.id = given.id
               ORDER BY h.id
                  ON CONFLICT DO NOTHING
              RETURNING hypothesis_id, outcome, evidence)
            UPDATE hypothesis h
               SET validated = h.validated + (test.outcome = 'validated')::integer,
                   refuted = h.refuted + (test.outcome = 'refuted')::integer,
                   inconclusive = h.inconclusive + (test.outcome = 'inconclusive')::integer,
                   tested_by = $1, tested_at = now(), evidence = test.evidence
              FROM test
             WHERE h.id = test.hypothesis_id
            RETURNING h.id
            """;

    /** $1 research, $2 what it supposes. What was said before stays as it was. */
    static final String SUPPOSE = """
            INSERT INTO hypothesis (id, text, origin_research, created_at)
            SELECT DISTINCT ON (hypothesis_id(words)) hypothesis_id(words), words, $1, now()
              FROM unnest($2::text[]) WITH ORDINALITY AS said(words, place)
             ORDER BY hypothesis_id(words), place
                ON CONFLICT (id) DO NOTHING
            """;

    private static final String EXPERIMENT = """
            SELECT n.research_id, n.brief, n.strategy_name, n.family, n.market, n.verdict, n.findings, n.suggestions, s.yaml,
                   n.relevance
              FROM (%s) n LEFT JOIN strategy s ON s.sha256 = n.strategy_sha256
             ORDER BY n.relevance DESC, n.created_at DESC, n.research_id DESC
            """;

    /** $1 how many. */
    static final String NEWEST = EXPERIMENT.formatted("""
            SELECT *, 0::real AS relevance FROM memory_note ORDER BY created_at DESC, research_id DESC LIMIT $1
            """);

    /** $1 text, $2 market, $3 how many. The market lends relevance, and does not make it. */
    static final String RELEVANT_EXPERIMENTS = """
            WITH matching AS (
              SELECT *, least(ts_rank(document, memory_any_word($1 || ' ' || $2)), 1) AS relevance
                FROM memory_note
               WHERE document @@ memory_any_word($1)
               ORDER BY relevance DESC, created_at DESC, research_id DESC
               LIMIT $3)
            """ + EXPERIMENT.formatted("""
            SELECT * FROM matching
             UNION ALL
            (SELECT *, 0::real FROM memory_note
              WHERE NOT EXISTS (SELECT FROM matching)
              ORDER BY created_at DESC, research_id DESC LIMIT $3)
            """);

    /** $1 text, $2 how many. */
    static final String RELEVANT_HYPOTHESES = """
            WITH matching AS (
              SELECT *, least(ts_rank(document, memory_any_word($1)), 1) AS relevance
                FROM hypothesis
               WHERE document @@ memory_any_word($1) AND status IN ('untested', 'inconclusive')
               ORDER BY status = 'untested' DESC, relevance DESC, created_at DESC, id
               LIMIT $2)
            SELECT h.id, h.text, h.status, h.evidence, h.relevance
              FROM (SELECT * FROM matching
                     UNION ALL
                    (SELECT *, 0::real FROM hypothesis
                      WHERE status IN ('untested', 'inconclusive') AND NOT EXISTS (SELECT FROM matching)
                      ORDER BY status = 'untested' DESC, created_at DESC, id LIMIT $2)) h
             ORDER BY h.status = 'untested' DESC, h.relevance DESC, h.created_at DESC, h.id
            """;

    /** What a person typed, $1: it can hold anything and is always a query, if an empty one. */
    private static final String WANTED = "websearch_to_tsquery('pg_catalog.english', memory_text($1))";

    /**
     * $1 what to look for; $2 kind and $3 status or verdict, null for any; $4 how many. Angle brackets of the text become
     * quotation marks, so that no snippet is ever a tag.
     */
    static final String SEARCH = """
            SELECT f.kind, f.id, f.text, f.status, f.strategy_name, f.research_id, f.market, f.evidence, f.relevance,
                   f.created_at,
                   ts_headline('pg_catalog.english', translate(f.passage, '<>', '‹›'), %1$s,
                               CASE WHEN length(f.passage) <= 160 THEN 'StartSel=«, StopSel=», HighlightAll=true'
                                    ELSE 'StartSel=«, StopSel=», MinWords=8, MaxWords=16, MaxFragments=2' END) AS snippet
              FROM ((SELECT 'experiment' AS kind, n.research_id AS id,
                            coalesce(nullif(n.brief, ''), 'Strategy ' || n.strategy_name) AS text, n.verdict AS status,
                            n.strategy_name, n.research_id, n.market, NULL AS evidence,
                            least(ts_rank(n.document, %1$s), 1) AS relevance, n.created_at,
                            concat_ws(E'\\n', n.brief, n.findings, n.suggestions) AS passage
                       FROM memory_note n
                      WHERE n.document @@ %1$s AND coalesce($2::text, 'experiment') = 'experiment'
                        AND ($3::text IS NULL OR n.verdict = $3)
                      ORDER BY relevance DESC, n.created_at DESC, n.research_id DESC
                      LIMIT $4)
                     UNION ALL
                    (SELECT 'hypothesis', h.id, h.text, h.status, n.strategy_name, h.origin_research, n.market, h.evidence,
                            least(ts_rank(h.document, %1$s), 1) AS relevance, h.created_at,
                            concat_ws(E'\\n', h.text, h.evidence)
                       FROM hypothesis h JOIN memory_note n ON n.research_id = h.origin_research
                      WHERE h.document @@ %1$s AND coalesce($2::text, 'hypothesis') = 'hypothesis'
                        AND ($3::text IS NULL OR h.status = $3)
                      ORDER BY relevance DESC, h.created_at DESC, h.id DESC
                      LIMIT $4)) f
             ORDER BY f.relevance DESC, f.created_at DESC, f.id DESC
             LIMIT $4
            """.formatted(WANTED);
}

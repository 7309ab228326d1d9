-- The memory can be searched, and what it supposes can be tested.

-- What search and its documents read. Words that people join differently are the same to both: mean-reversion,
-- mean_reversion, RSI/MACD. A hyphen before a word stays: a search leaves that word out. Nothing is taken for a tag, or
-- Postgres would not read the words inside.
CREATE FUNCTION memory_text(words text) RETURNS text
  IMMUTABLE PARALLEL SAFE STRICT LANGUAGE sql
  RETURN translate(regexp_replace(words, '(\S)-', '\1 ', 'g'), '/_<>', '    ');

CREATE FUNCTION memory_words(words text) RETURNS tsvector
  IMMUTABLE PARALLEL SAFE STRICT LANGUAGE sql
  RETURN to_tsvector('pg_catalog.english', memory_text(words));

-- Any of the words, whatever else the text consists of; null when there are none. The first hundred say what a text is about.
CREATE FUNCTION memory_any_word(words text) RETURNS tsquery
  IMMUTABLE PARALLEL SAFE STRICT LANGUAGE sql
  RETURN (SELECT string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery
            FROM (SELECT lexeme FROM unnest(memory_words(words)) ORDER BY positions[1], lexeme LIMIT 100) first);

-- The same hypothesis said twice has one id: case, spacing and a full stop make no other.
CREATE FUNCTION hypothesis_id(words text) RETURNS text
  IMMUTABLE PARALLEL SAFE STRICT LANGUAGE sql
  RETURN 'hyp_' || left(encode(sha256(convert_to(
    btrim(regexp_replace(lower(words COLLATE "C"), '\s+', ' ', 'g'), ' .!'), 'UTF8')), 'hex'), 16);

ALTER TABLE memory_note
  ADD COLUMN brief       text NOT NULL DEFAULT '',
  ADD COLUMN indicators  text NOT NULL DEFAULT '',
  ADD COLUMN market      text NOT NULL DEFAULT '',
  -- strengths and weaknesses, a line each
  ADD COLUMN findings    text NOT NULL DEFAULT '',
  ADD COLUMN suggestions text NOT NULL DEFAULT '';

-- What earlier releases remembered: the assessment is in the note, the rest beside it.
UPDATE memory_note n
   SET brief = coalesce((SELECT o.request ->> 'brief' FROM operation o WHERE o.id = n.research_id), ''),
       indicators = coalesce((SELECT string_agg(DISTINCT use[1], ' ')
                                FROM strategy s, regexp_matches(s.yaml, '^ *- +name: *"?(\w+)', 'gn') AS use
                               WHERE s.sha256 = n.strategy_sha256), ''),
       market = coalesce((SELECT d.symbol || '/' || d.timeframe FROM dataset d WHERE d.sha256 = n.dataset_sha256), '');

CREATE TEMPORARY TABLE told ON COMMIT DROP AS
SELECT n.research_id, part.key, said.place, said.item #>> '{}' AS text
  FROM memory_note n,
       jsonb_each(CASE WHEN n.note IS JSON OBJECT AND position('\u0000' IN n.note) = 0 THEN n.note::jsonb
                       ELSE '{}' END) AS part,
       jsonb_path_query(part.value, '$[*] ? (@.type() == "string")') WITH ORDINALITY AS said(item, place);

UPDATE memory_note n
   SET findings = coalesce((SELECT string_agg(t.text, E'\n' ORDER BY t.key, t.place) FROM told t
                             WHERE t.research_id = n.research_id AND t.key IN ('strengths', 'weaknesses')), ''),
       suggestions = coalesce((SELECT string_agg(t.text, E'\n' ORDER BY t.place) FROM told t
                                WHERE t.research_id = n.research_id AND t.key = 'suggestions'), '');

ALTER TABLE memory_note
  ADD COLUMN document tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(memory_words(brief), 'A')
    || setweight(memory_words(strategy_name || ' ' || family || ' ' || indicators || ' ' || market), 'B')
    || setweight(memory_words(verdict || ' ' || findings), 'C')
    || setweight(memory_words(suggestions), 'D')) STORED;
-- written once per research, read by every design: no list of what is still to be sorted in
CREATE INDEX memory_note_document ON memory_note USING gin (document) WITH (fastupdate = off);

-- The status follows from the tests and from nothing else, in whatever order they came: what all decisive tests agree on;
-- inconclusive when they contradict each other, or when there are none but tests.
CREATE TABLE hypothesis (
  id              text        PRIMARY KEY,
  text            text        NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
  origin_research text        NOT NULL REFERENCES memory_note (research_id),
  validated       integer     NOT NULL DEFAULT 0 CHECK (validated >= 0),
  refuted         integer     NOT NULL DEFAULT 0 CHECK (refuted >= 0),
  inconclusive    integer     NOT NULL DEFAULT 0 CHECK (inconclusive >= 0),
  status          text        NOT NULL GENERATED ALWAYS AS (
    CASE WHEN validated > 0 AND refuted = 0 THEN 'validated'
         WHEN refuted > 0 AND validated = 0 THEN 'refuted'
         WHEN validated + refuted + inconclusive > 0 THEN 'inconclusive'
         ELSE 'untested' END) STORED,
  -- of the last test
  tested_by       text,
  tested_at       timestamptz,
  evidence        text,
  created_at      timestamptz NOT NULL,
  document        tsvector    NOT NULL GENERATED ALWAYS AS (
    setweight(memory_words(text), 'A') || setweight(memory_words(coalesce(evidence, '')), 'C')) STORED,
  CONSTRAINT id_is_that_of_the_text CHECK (id = hypothesis_id(text)),
  CONSTRAINT tested_says_by_whom CHECK (
    (validated + refuted + inconclusive > 0) = (tested_by IS NOT NULL)
    AND (tested_by IS NULL) = (tested_at IS NULL) AND (tested_by IS NULL) = (evidence IS NULL))
);
CREATE INDEX hypothesis_document ON hypothesis USING gin (document) WITH (fastupdate = off);

-- A research judges a hypothesis once.
CREATE TABLE hypothesis_test (
  hypothesis_id text        NOT NULL REFERENCES hypothesis (id),
  research_id   text        NOT NULL REFERENCES memory_note (research_id),
  outcome       text        NOT NULL CHECK (outcome IN ('validated', 'refuted', 'inconclusive')),
  evidence      text        NOT NULL CHECK (length(evidence) <= 2000),
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (hypothesis_id, research_id)
);

-- The one that said it first is its origin.
INSERT INTO hypothesis (id, text, origin_research, created_at)
SELECT DISTINCT ON (hypothesis_id(text)) hypothesis_id(text), text, research_id, created_at
  FROM (SELECT left(btrim(t.text), 2000) AS text, t.research_id, n.created_at, t.place
          FROM told t JOIN memory_note n USING (research_id)
         WHERE t.key = 'hypotheses' AND btrim(t.text) <> '') said
 ORDER BY hypothesis_id(text), created_at, research_id, place;

ANALYZE memory_note, hypothesis;

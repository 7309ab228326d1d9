-- Every strategy that was ever designed for a dataset, whatever became of it: the more there are, the less a good result means.
CREATE TABLE trial (
  dataset_sha256  text        NOT NULL,
  strategy_sha256 text        NOT NULL,
  first_tried_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (dataset_sha256, strategy_sha256)
);

INSERT INTO trial (dataset_sha256, strategy_sha256, first_tried_at)
SELECT result -> 'dataset' ->> 'sha256', result -> 'strategy' ->> 'sha256', min(finished_at)
  FROM operation
 WHERE type = 'agent_design' AND status = 'completed' AND result::text NOT LIKE '%\u0000%'
   AND result -> 'dataset' ->> 'sha256' IS NOT NULL AND result -> 'strategy' ->> 'sha256' IS NOT NULL
 GROUP BY 1, 2;

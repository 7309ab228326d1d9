-- How many strategies have been tried on a dataset is asked for with every assessment by a model.
CREATE INDEX operation_trials ON operation ((result -> 'dataset' ->> 'sha256'))
  WHERE type = 'agent_design' AND status = 'completed';

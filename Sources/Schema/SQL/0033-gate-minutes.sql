-- Where the minutes of a decision at a gate are. They come after the decision, which is never changed, so they stand beside it.
INSERT INTO programme_kinds (key, is_of_project) VALUES ('minutes', TRUE);

CREATE TABLE minutes_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  gate_id TEXT NOT NULL REFERENCES programme_items (id),
  decision_id TEXT NOT NULL REFERENCES programme_items (id),
  link TEXT NOT NULL CHECK (length(link) <= 500 AND (substr(link, 1, 8) = 'https://' OR substr(link, 1, 7) = 'http://')),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX minutes_versions_standing ON minutes_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX minutes_versions_once ON minutes_versions (decision_id) WHERE until_at IS NULL;
CREATE INDEX minutes_versions_ended ON minutes_versions (until_at, from_at);
CREATE INDEX minutes_versions_of_project ON minutes_versions (project_id, from_at);

-- What a project is done for, in figures: benefits, what is worse for somebody (a dis-benefit), and what was measured of them
-- since. Kept in versions like all else of the programme (decision 37). Figures are thousandths, in whole numbers.
INSERT INTO programme_kinds (key, is_of_project) VALUES ('benefit', TRUE), ('reading', TRUE);

CREATE TABLE benefit_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  -- What is measured.
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  sort TEXT NOT NULL CHECK (sort IN ('benefit', 'disbenefit')),
  -- Who bears a dis-benefit.
  borne_by TEXT CHECK (borne_by IS NULL OR length(borne_by) BETWEEN 1 AND 200),
  unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 40),
  -- Which way is better.
  direction TEXT NOT NULL CHECK (direction IN ('more', 'less')),
  baseline_value BIGINT CHECK (baseline_value BETWEEN -1000000000000000 AND 1000000000000000),
  baseline_on DATE,
  baseline_source TEXT CHECK (baseline_source IS NULL OR length(baseline_source) BETWEEN 1 AND 500),
  -- What is aimed at; of a dis-benefit the worst that is accepted.
  target_value BIGINT CHECK (target_value BETWEEN -1000000000000000 AND 1000000000000000),
  target_on DATE,
  owner TEXT CHECK (owner IS NULL OR length(owner) BETWEEN 1 AND 200),
  -- Keys of beneficiary-groups.csv in the order of the list, with commas.
  group_keys TEXT NOT NULL CHECK (length(group_keys) BETWEEN 1 AND 1000),
  PRIMARY KEY (item_id, number),
  CHECK ((sort = 'disbenefit') = (borne_by IS NOT NULL)),
  CHECK ((baseline_value IS NULL) = (baseline_on IS NULL)),
  CHECK ((baseline_value IS NULL) = (baseline_source IS NULL)),
  CHECK ((target_value IS NULL) = (target_on IS NULL)),
  CHECK (baseline_on IS NULL OR target_on IS NULL OR target_on > baseline_on),
  CHECK (sort = 'disbenefit' OR baseline_value IS NULL OR target_value IS NULL
    OR (direction = 'more' AND target_value > baseline_value) OR (direction = 'less' AND target_value < baseline_value))
);
CREATE UNIQUE INDEX benefit_versions_standing ON benefit_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX benefit_versions_ended ON benefit_versions (until_at, from_at);
CREATE INDEX benefit_versions_of_project ON benefit_versions (project_id, from_at);

-- What was measured on a day. A wrong one is put right by a version that says why.
CREATE TABLE reading_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  benefit_id TEXT NOT NULL REFERENCES programme_items (id),
  measured_on DATE NOT NULL,
  measured BIGINT NOT NULL CHECK (measured BETWEEN -1000000000000000 AND 1000000000000000),
  source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number),
  CHECK (number = 1 OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX reading_versions_standing ON reading_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX reading_versions_ended ON reading_versions (until_at, from_at);
CREATE INDEX reading_versions_of_project ON reading_versions (project_id, from_at);
-- The latest of a benefit.
CREATE INDEX reading_versions_of_benefit ON reading_versions (benefit_id, measured_on, item_id);

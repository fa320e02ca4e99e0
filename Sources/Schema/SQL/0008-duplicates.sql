-- Who may be one person: the keys by which likely pairs are found, the pairs with what somebody said of them, and
-- the records that were put together. See docs/decisions/0014-finding-duplicates.md and 0020-undoing-a-merge.md.

-- The record that stands for this one since both were put together: never one that was itself put into another.
ALTER TABLE people ADD COLUMN merged_into TEXT REFERENCES people (id);
CREATE INDEX people_merged ON people (merged_into) WHERE merged_into IS NOT NULL;

-- How far the people of an import have been compared with all others, in the order of their ids, and since when all are.
ALTER TABLE imports ADD COLUMN compared_to TEXT;
ALTER TABLE imports ADD COLUMN compared_at TIMESTAMPTZ;
CREATE INDEX imports_uncompared ON imports (id) WHERE compared_at IS NULL;
DROP INDEX people_of_import;
CREATE INDEX people_of_import ON people (import_id, id);

-- Hashes of what two records of one person often share, such as the sounds of two names. Made from people, so that
-- they may be made again at any time.
CREATE TABLE person_keys (
  key BIGINT NOT NULL,
  person_id TEXT NOT NULL REFERENCES people (id),
  PRIMARY KEY (key, person_id)
);
CREATE INDEX person_keys_of ON person_keys (person_id);

-- Two records that look alike, once each, and what a member of staff said. score is in tenths of a point.
CREATE TABLE person_pairs (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  other_person_id TEXT NOT NULL REFERENCES people (id),
  score INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'unsure', 'different')),
  found_at TIMESTAMPTZ NOT NULL,
  decided_at TIMESTAMPTZ,
  decided_by TEXT REFERENCES accounts (id),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  version BIGINT NOT NULL,
  UNIQUE (person_id, other_person_id),
  CHECK (person_id <> other_person_id),
  CHECK ((state = 'waiting') = (decided_at IS NULL)),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK ((decided_at IS NULL) = (reason IS NULL))
);
CREATE INDEX person_pairs_in_order ON person_pairs (state DESC, score DESC, id);
CREATE INDEX person_pairs_of_other ON person_pairs (other_person_id);

-- One record put into another, and what must be put back when that is undone.
CREATE TABLE person_merges (
  id TEXT PRIMARY KEY,
  kept_person_id TEXT NOT NULL REFERENCES people (id),
  merged_person_id TEXT NOT NULL REFERENCES people (id),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  merged_at TIMESTAMPTZ NOT NULL,
  merged_on DATE NOT NULL,
  merged_by TEXT NOT NULL REFERENCES accounts (id),
  undone_at TIMESTAMPTZ,
  undone_by TEXT REFERENCES accounts (id),
  undone_reason TEXT CHECK (undone_reason IS NULL OR length(undone_reason) BETWEEN 1 AND 1000),
  -- The how-manieth into this record it is: the last comes out first.
  turn INTEGER NOT NULL CHECK (turn >= 1),
  CHECK (kept_person_id <> merged_person_id),
  CHECK ((undone_at IS NULL) = (undone_by IS NULL)),
  CHECK ((undone_at IS NULL) = (undone_reason IS NULL))
);
CREATE UNIQUE INDEX person_merged_once ON person_merges (merged_person_id) WHERE undone_at IS NULL;
CREATE UNIQUE INDEX person_merges_in_turn ON person_merges (kept_person_id, turn) WHERE undone_at IS NULL;
CREATE INDEX person_merges_latest ON person_merges (merged_at, id);

-- Which rows named the one record and name the other now. row_key finds the row beside the column.
CREATE TABLE person_merge_moves (
  merge_id TEXT NOT NULL REFERENCES person_merges (id),
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  row_key TEXT NOT NULL,
  PRIMARY KEY (merge_id, table_name, column_name, row_key)
);

-- Which columns of the kept record took another value.
CREATE TABLE person_merge_values (
  merge_id TEXT NOT NULL REFERENCES person_merges (id),
  column_name TEXT NOT NULL,
  before_value TEXT,
  after_value TEXT,
  PRIMARY KEY (merge_id, column_name)
);

INSERT INTO role_grants (role, verb, scope)
SELECT key, 'decide_duplicates', 'district' FROM roles WHERE key = 'team_leader';
INSERT INTO role_grants (role, verb, scope)
SELECT key, 'decide_duplicates', 'all' FROM roles WHERE key = 'programme_manager';

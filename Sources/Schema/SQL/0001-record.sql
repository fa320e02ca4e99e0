-- Who this database is, and the record of all changes and looks.
CREATE TABLE installation (
  id TEXT PRIMARY KEY,
  schema_version INTEGER NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);

-- One row an event, chained: see docs/decisions/0002-the-record.md. salt and detail may be blanked
-- together for erasure; the commitment stays and the chain still proves the rest.
CREATE TABLE events (
  n BIGINT PRIMARY KEY,
  happened_at TIMESTAMPTZ NOT NULL,
  account_id TEXT NOT NULL,
  verb TEXT NOT NULL,
  subject TEXT,
  is_look BOOLEAN NOT NULL,
  salt TEXT,
  detail TEXT,
  commitment TEXT NOT NULL CHECK (length(commitment) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  CHECK ((salt IS NULL) = (detail IS NULL))
);
CREATE INDEX events_of_subject ON events (subject, n) WHERE subject IS NOT NULL;
CREATE INDEX events_of_account ON events (account_id, n);

CREATE TABLE event_head (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  n BIGINT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64)
);
INSERT INTO event_head (only_one, n, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- The backups that were made, so that whoever looks after the service sees when the last one was. What they hold
-- and where they are is not known here.
CREATE TABLE backups (
  id TEXT PRIMARY KEY,
  made_at TIMESTAMPTZ NOT NULL,
  -- The number of the last event in it.
  last_event BIGINT NOT NULL CHECK (last_event > 0),
  bytes BIGINT NOT NULL CHECK (bytes > 0),
  -- Of the file, in hex.
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
);
CREATE INDEX backups_made ON backups (made_at, id);

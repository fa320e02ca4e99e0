-- The outbox: what is to be told to somebody, written in the transaction of what it tells about. The id goes out as
-- reference and Message-ID, so it says nothing about anybody.
CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  -- The occasion. Nobody is told twice of the same.
  once TEXT NOT NULL UNIQUE CHECK (length(once) BETWEEN 1 AND 200),
  channel TEXT NOT NULL CHECK (channel IN ('email', 'text')),
  -- The key of Reference/messages.csv.
  kind TEXT NOT NULL CHECK (kind <> ''),
  -- Where it goes, what fills the gaps of its words, and the salt of their commitment. Blanked some time after it ended.
  recipient TEXT,
  contents TEXT,
  salt TEXT,
  -- Set where it goes to somebody whom we help, and their wishes of safe contact hold.
  person_id TEXT REFERENCES people (id),
  -- The id of the record that it tells about.
  about TEXT NOT NULL,
  district_code TEXT REFERENCES districts (code),
  created_at TIMESTAMPTZ NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('created', 'sending', 'delivered', 'temporary_failure',
    'permanent_failure', 'technical_failure', 'held', 'dropped')),
  -- Why it waits, is held or did not arrive, by key of the words.
  problem TEXT,
  tries INTEGER NOT NULL CHECK (tries >= 0),
  first_tried_at TIMESTAMPTZ,
  due_at TIMESTAMPTZ,
  -- Until when the attempt that is going on has it to itself.
  claimed_until TIMESTAMPTZ,
  -- An attempt began and nobody knows how it ended: ask before sending again.
  is_unsure BOOLEAN NOT NULL,
  provider TEXT,
  provider_reference TEXT,
  sent_at TIMESTAMPTZ,
  ended_at TIMESTAMPTZ,
  -- A member of staff read the wishes and sends it all the same.
  is_released BOOLEAN NOT NULL,
  decided_by TEXT REFERENCES accounts (id),
  decision_note TEXT CHECK (decision_note IS NULL OR length(decision_note) <= 1000),
  -- Nothing more is to be done about a failure: it was sent again, or somebody said so.
  settled_at TIMESTAMPTZ,
  CHECK ((state = 'created') = (due_at IS NOT NULL)),
  CHECK (state = 'created' OR claimed_until IS NULL),
  CHECK ((state IN ('created', 'sending', 'held')) = (ended_at IS NULL)),
  CHECK ((contents IS NULL) = (salt IS NULL)),
  CHECK (recipient IS NULL OR contents IS NOT NULL),
  CHECK (recipient IS NOT NULL OR state NOT IN ('created', 'sending')),
  CHECK (state <> 'dropped' OR settled_at IS NOT NULL)
);
-- What the sender takes next.
CREATE INDEX messages_due ON messages (due_at, id) WHERE state = 'created';
-- What waits for a receipt.
CREATE INDEX messages_sending ON messages (sent_at, id) WHERE state = 'sending';
-- The page of messages, by state and newest first.
CREATE INDEX messages_by_state ON messages (state, id);
-- What somebody must look at.
CREATE INDEX messages_unsettled ON messages (id) WHERE settled_at IS NULL
  AND state IN ('temporary_failure', 'permanent_failure', 'technical_failure', 'held');
-- What is to be blanked.
CREATE INDEX messages_ended ON messages (ended_at, id) WHERE contents IS NOT NULL AND ended_at IS NOT NULL;

INSERT INTO role_grants (role, verb, scope) SELECT key, 'read_messages', 'all' FROM roles WHERE key = 'programme_manager';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'read_messages', 'all' FROM roles WHERE key = 'administrator';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'read_messages', 'district' FROM roles WHERE key = 'team_leader';

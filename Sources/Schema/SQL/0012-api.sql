-- What a request was answered that named a key, so that the same request sent again changes nothing and is answered the
-- same. Holds ids and codes, nothing about anybody. Swept after some days.
CREATE TABLE api_answers (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  -- Of the method, the address, the version named and the body.
  request_hash TEXT NOT NULL CHECK (length(request_hash) = 64),
  answered_at TIMESTAMPTZ NOT NULL,
  -- Empty only within the transaction that fills them.
  status INTEGER,
  body TEXT,
  location TEXT,
  version BIGINT,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX api_answers_by_time ON api_answers (answered_at);

-- The API lists the referrals of one organisation as they came.
CREATE INDEX referrals_of_organisation ON referrals (organisation_key, id);

INSERT INTO role_grants (role, verb, scope)
SELECT key, 'send_referrals', 'own' FROM roles WHERE key = 'referrer';

-- Who is told when something changes: ids and kinds of changes only.
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL CHECK (length(url) BETWEEN 1 AND 500),
  -- Sealed with the server's key.
  secret TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL REFERENCES accounts (id),
  ended_at TIMESTAMPTZ
);

CREATE TABLE webhook_kinds (
  kind TEXT NOT NULL,
  webhook_id TEXT NOT NULL REFERENCES webhooks (id),
  PRIMARY KEY (kind, webhook_id)
);

-- One telling of one change to one webhook, written with the change. next_try_at is NULL when there is nothing left to do.
CREATE TABLE webhook_deliveries (
  id TEXT PRIMARY KEY,
  webhook_id TEXT NOT NULL REFERENCES webhooks (id),
  kind TEXT NOT NULL,
  subject TEXT,
  happened_at TIMESTAMPTZ NOT NULL,
  tries INTEGER NOT NULL CHECK (tries >= 0),
  next_try_at TIMESTAMPTZ,
  delivered_at TIMESTAMPTZ,
  given_up_at TIMESTAMPTZ,
  -- What the other side answered last; NULL while it answered nothing.
  last_status INTEGER,
  CHECK (delivered_at IS NULL OR given_up_at IS NULL),
  CHECK ((next_try_at IS NULL) = (delivered_at IS NOT NULL OR given_up_at IS NOT NULL))
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_try_at, id) WHERE next_try_at IS NOT NULL;
CREATE INDEX webhook_deliveries_of ON webhook_deliveries (webhook_id, id);
